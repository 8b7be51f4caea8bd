-- What a role may not do that owns nothing of it.
CREATE SCHEMA s;
CREATE TABLE t (a int);
CREATE TABLE s.t (a int);
CREATE TYPE e AS ENUM ('a');
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
SET ROLE pg_monitor;
-- expect-error: 42501
ALTER TABLE t ADD b int;
-- expect-error: 42501
DROP TABLE t;
-- expect-error: 42501
COMMENT ON TABLE t IS 'x';
-- expect-error: 42501
COMMENT ON COLUMN t.a IS 'x';
-- expect-error: 42501
ALTER TABLE t RENAME a TO b;
-- expect-error: 42501
CREATE INDEX ON t (a);
-- expect-error: 42501
CREATE POLICY p ON t;
-- expect-error: 42501
ALTER TYPE e ADD VALUE 'b';
-- expect-error: 42501
DROP TYPE e;
-- expect-error: 42501
ALTER FUNCTION f() STABLE;
-- expect-error: 42501
DROP FUNCTION f();
-- expect-error: 42501
CREATE TABLE s.u (a int);
-- expect-error: 42501
CREATE FUNCTION s.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42501
CREATE FOREIGN DATA WRAPPER w;
RESET ROLE;
GRANT USAGE, CREATE ON SCHEMA s TO pg_monitor;
SET ROLE pg_monitor;
CREATE TABLE s.own (a int);
ALTER TABLE s.own ADD b int;
COMMENT ON TABLE s.own IS 'of pg_monitor';
-- expect-error: 42501
DROP TABLE s.t;
RESET ROLE;
ALTER TABLE t ADD b int;
