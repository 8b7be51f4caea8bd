-- setup: grants
CREATE TABLE t (a int, b int);
CREATE TABLE u (a int);
CREATE VIEW v AS SELECT 1 AS one;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE EXTENSION citext;
CREATE SEQUENCE s;
CREATE SCHEMA n;
CREATE TYPE pair AS (x int);
CREATE TABLE g (a int);
GRANT SELECT ON g TO alice WITH GRANT OPTION;
GRANT INSERT ON g TO bob;
GRANT SELECT ON t TO alice;
GRANT SELECT ON u TO alice;
GRANT SELECT ON v TO alice;

-- finds: changed grant on table public.t to alice: privileges
GRANT INSERT ON t TO alice;

-- finds: changed grant on table public.g to bob: privileges
SET ROLE alice;
GRANT SELECT ON g TO bob;
RESET ROLE;

-- finds: changed grant on view public.v to alice: privileges
GRANT SELECT ON v TO alice WITH GRANT OPTION;

-- finds: missing grant on table public.u to alice
REVOKE ALL ON u FROM alice;

-- finds: unexpected grant on table public.u to bob
GRANT SELECT ON u TO bob;

-- finds: unexpected grant on column public.t.a to bob
GRANT SELECT (a) ON t TO bob;

-- finds: changed grant on function public.f() to PUBLIC: privileges
REVOKE ALL ON FUNCTION f() FROM PUBLIC;

-- finds: unexpected grant on sequence public.s to bob
GRANT USAGE ON SEQUENCE s TO bob;

-- finds: unexpected grant on schema n to bob
GRANT USAGE ON SCHEMA n TO bob;

-- finds: changed grant on composite type public.pair to PUBLIC: privileges
REVOKE ALL ON TYPE pair FROM PUBLIC;

-- Migrations that grant on all functions of a schema do so on those of extensions, too.
-- finds: not compared: privileges on an object of an extension
GRANT EXECUTE ON FUNCTION citext_eq(citext, citext) TO alice;

-- finds: not compared: privileges on a system object
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep FROM PUBLIC;
