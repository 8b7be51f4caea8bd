-- setup: schemas with an owner
CREATE SCHEMA one AUTHORIZATION alice;
CREATE SCHEMA two;

-- finds: changed schema one: owner
ALTER SCHEMA one OWNER TO bob;

-- finds: missing schema two
DROP SCHEMA two;

-- finds: unexpected schema three
CREATE SCHEMA three;
