-- expect-diagnostic: replay.not-compared
CREATE TABLE t (a int, b int, c varchar, d text);
CREATE FUNCTION plus(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION joined(varchar, int) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''x''';
CREATE TYPE pair AS (a int, b int);
CREATE FUNCTION both_of(pair, pair) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE SCHEMA elsewhere;
CREATE OPERATOR public.+ (LEFTARG = int, RIGHTARG = int, FUNCTION = plus);
CREATE OPERATOR elsewhere.|| (LEFTARG = varchar, RIGHTARG = int, FUNCTION = joined);
CREATE OPERATOR + (LEFTARG = pair, RIGHTARG = pair, FUNCTION = both_of);
CREATE VIEW v AS SELECT a + b AS x, c || a AS y, '1' + b AS z, a + 1.5 AS w FROM t;
CREATE VIEW stated AS SELECT a OPERATOR(pg_catalog.+) b AS x FROM t;
CREATE OPERATOR public.|| (LEFTARG = varchar, RIGHTARG = int, FUNCTION = joined);
DROP OPERATOR public.|| (varchar, int);
CREATE VIEW after_drop AS SELECT c || a AS y FROM t;
