-- setup: extensions, one of a version that the history pins
CREATE SCHEMA s;
CREATE EXTENSION citext;
CREATE EXTENSION pg_trgm VERSION '1.5';
CREATE EXTENSION hstore;

-- finds: changed extension citext: schema
ALTER EXTENSION citext SET SCHEMA s;

-- finds: changed extension pg_trgm: version
-- unseen: pg_dump makes the extension of whatever version the new server has
ALTER EXTENSION pg_trgm UPDATE TO '1.6';

-- finds: missing extension hstore
DROP EXTENSION hstore;

-- finds: unexpected extension cube
CREATE EXTENSION cube;

-- setup: versions that the history does not pin
CREATE EXTENSION citext;
CREATE EXTENSION pg_trgm;
