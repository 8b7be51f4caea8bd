-- expect-diagnostic: replay.not-compared
-- expect-diagnostic: replay.unresolved-query
-- expect-diagnostic: replay.unresolved-expression
-- no-copy: operators are no objects of the catalog
-- unresolved-ok: what an operator that a statement made does to the choice is not modelled
CREATE TABLE t (a int, b int, c varchar, d text);
CREATE FUNCTION plus(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION joined(varchar, int) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''x''';
CREATE FUNCTION same(int, int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR public.+ (LEFTARG = int, RIGHTARG = int, FUNCTION = plus);
CREATE OPERATOR || (LEFTARG = varchar, RIGHTARG = int, FUNCTION = joined);
CREATE OPERATOR public.= (LEFTARG = int, RIGHTARG = int, FUNCTION = same);
CREATE VIEW fits_better AS SELECT c || a AS x FROM t;
SET search_path = public, pg_catalog;
CREATE VIEW comes_first AS SELECT a + b AS x, a IN (1, 2) AS y FROM t;
CREATE TABLE checked (a int CHECK (a = 1), b int DEFAULT 1 + 2);
CREATE VIEW stated AS SELECT a OPERATOR(public.+) b AS x FROM t;
