-- setup: schemas of publications
CREATE SCHEMA one;
CREATE SCHEMA two;
CREATE PUBLICATION p FOR TABLES IN SCHEMA one;

-- finds: unexpected published schema two.p
ALTER PUBLICATION p ADD TABLES IN SCHEMA two;

-- finds: missing published schema one.p
ALTER PUBLICATION p DROP TABLES IN SCHEMA one;
