CREATE SCHEMA app;
CREATE TABLE t (a serial, b int GENERATED ALWAYS AS IDENTITY, c int);
CREATE SEQUENCE own OWNED BY t.c;
CREATE INDEX i ON t (a);
CREATE VIEW v AS SELECT a FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE SEQUENCE s;
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int);
CREATE TYPE mood AS ENUM ('sad');
CREATE TYPE pair AS (x int);
CREATE TYPE span AS RANGE (SUBTYPE = int);
CREATE DOMAIN positive AS int;
GRANT CREATE, USAGE ON SCHEMA public, app TO pg_monitor;
ALTER SCHEMA app OWNER TO pg_monitor;
ALTER TABLE t OWNER TO pg_monitor;
ALTER VIEW v OWNER TO pg_monitor;
ALTER MATERIALIZED VIEW m OWNER TO pg_monitor;
ALTER SEQUENCE s OWNER TO pg_monitor;
ALTER FUNCTION f OWNER TO pg_monitor;
ALTER PROCEDURE p() OWNER TO pg_monitor;
ALTER AGGREGATE total(int) OWNER TO pg_monitor;
ALTER TYPE mood OWNER TO pg_monitor;
ALTER TYPE pair OWNER TO pg_monitor;
ALTER TYPE span OWNER TO pg_monitor;
ALTER DOMAIN positive OWNER TO pg_monitor;
ALTER TABLE t ADD later serial;
ALTER INDEX i OWNER TO pg_signal_backend;
-- expect-error: 0A000
ALTER SEQUENCE own OWNER TO pg_signal_backend;
ALTER SEQUENCE own OWNER TO pg_monitor;
-- expect-error: 42809
ALTER TYPE t OWNER TO pg_monitor;
-- expect-error: 42809
ALTER DOMAIN mood OWNER TO pg_monitor;
-- expect-error: 42809
ALTER VIEW t OWNER TO pg_monitor;
CREATE TABLE mine (a int);
SET ROLE pg_monitor;
CREATE TABLE theirs (a int);
RESET ROLE;
CREATE SCHEMA its AUTHORIZATION pg_signal_backend
  CREATE TABLE of_it (a int)
  CREATE VIEW seen AS SELECT a FROM of_it;
CREATE SCHEMA AUTHORIZATION CURRENT_USER;
ALTER TABLE mine OWNER TO CURRENT_USER;
