CREATE SCHEMA ext;
-- expect-error: 42704
CREATE EXTENSION earthdistance SCHEMA ext;
CREATE EXTENSION earthdistance SCHEMA ext CASCADE;
CREATE EXTENSION IF NOT EXISTS cube;
-- expect-error: 42710
CREATE EXTENSION cube;
-- expect-error: 3F000
CREATE EXTENSION hstore SCHEMA nope;
CREATE EXTENSION hstore;
ALTER EXTENSION hstore SET SCHEMA ext;
-- expect-error: 42704
ALTER EXTENSION nope SET SCHEMA ext;
CREATE TABLE t (a ext.hstore, b ext.cube);
-- expect-error: 2BP01
DROP EXTENSION cube;
DROP EXTENSION hstore CASCADE;
-- expect-error: 42704
DROP EXTENSION hstore;
DROP EXTENSION IF EXISTS hstore;
