-- The cases run as postgres.
SET search_path = "$user", public;
CREATE TABLE in_public (a int);
CREATE SCHEMA postgres;
CREATE TABLE in_own (a int);
SELECT set_config('search_path', '"$user"', false);
CREATE TABLE in_own_too (a int);
DROP SCHEMA postgres CASCADE;
-- expect-error: 3F000
CREATE TABLE nowhere (a int);
SET search_path TO '$user', public;
CREATE TABLE in_public_again (a int);
CREATE SCHEMA AUTHORIZATION CURRENT_USER;
CREATE TABLE in_own (a int);
-- A role of every server, which may create nothing and has no schema of its own.
SET ROLE pg_monitor;
-- expect-error: 42P01
COMMENT ON TABLE in_own IS 'x';
SET ROLE NONE;
COMMENT ON TABLE in_own IS 'x';
SET SESSION AUTHORIZATION pg_monitor;
-- expect-error: 42P01
COMMENT ON TABLE in_own IS 'y';
RESET SESSION AUTHORIZATION;
COMMENT ON TABLE in_own IS 'z';
CREATE POLICY p ON in_own TO CURRENT_USER;
