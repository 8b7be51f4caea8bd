CREATE TABLE t (a int, b int);
CREATE INDEX i ON t (a);
CREATE TYPE pair AS (x int, y int);
CREATE SEQUENCE s;
CREATE DOMAIN d AS int;
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42P01
GRANT SELECT ON nowhere TO pg_monitor;
-- expect-error: 42809
GRANT SELECT ON i TO pg_monitor;
-- expect-error: 42809
GRANT SELECT ON pair TO pg_monitor;
-- expect-error: 42809
GRANT SELECT ON SEQUENCE t TO pg_monitor;
-- expect-error: 0LP01
GRANT USAGE ON t TO pg_monitor;
-- expect-error: 0LP01
GRANT EXECUTE ON t TO pg_monitor;
-- expect-error: 42601
GRANT NONSENSE ON t TO pg_monitor;
-- expect-error: 0LP01
GRANT DELETE (a) ON t TO pg_monitor;
-- expect-error: 42703
GRANT SELECT (nowhere) ON t TO pg_monitor;
-- expect-error: 0LP01
GRANT SELECT ON t TO PUBLIC WITH GRANT OPTION;
-- expect-error: 42883
GRANT EXECUTE ON FUNCTION f(text) TO pg_monitor;
-- expect-error: 0LP01
GRANT SELECT ON FUNCTION f(int) TO pg_monitor;
-- expect-error: 3F000
GRANT USAGE ON SCHEMA nowhere TO pg_monitor;
-- expect-error: 3F000
GRANT SELECT ON ALL TABLES IN SCHEMA nowhere TO pg_monitor;
-- expect-error: 42704
GRANT USAGE ON TYPE nowhere TO pg_monitor;
-- expect-error: 42809
GRANT USAGE ON DOMAIN pair TO pg_monitor;
-- expect-error: 0LP01
GRANT SELECT ON TYPE d TO pg_monitor;
