-- setup: publications
CREATE TABLE t (a int PRIMARY KEY);
CREATE PUBLICATION p;
CREATE PUBLICATION every;
CREATE PUBLICATION dropped;
ALTER PUBLICATION p OWNER TO alice;

-- finds: changed publication p: publish
ALTER PUBLICATION p SET (publish = 'insert');

-- finds: changed publication p: via_root
ALTER PUBLICATION p SET (publish_via_partition_root = true);

-- finds: changed publication p: owner
ALTER PUBLICATION p OWNER TO bob;

-- finds: changed publication every: all_tables
DROP PUBLICATION every;
CREATE PUBLICATION every FOR ALL TABLES;

-- finds: missing publication dropped
DROP PUBLICATION dropped;

-- finds: unexpected publication another
CREATE PUBLICATION another;

-- setup(18-): generated columns
CREATE PUBLICATION p;

-- finds: changed publication p: publish_generated_columns
ALTER PUBLICATION p SET (publish_generated_columns = stored);
