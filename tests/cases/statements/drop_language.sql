-- expect-diagnostic: replay.not-compared
-- expect-diagnostic: replay.count-not-known
CREATE LANGUAGE other HANDLER plpgsql_call_handler;
CREATE TABLE t (a int, b int);
CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE other AS 'BEGIN RETURN 1; END';
CREATE FUNCTION kept() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
CREATE VIEW v AS SELECT f(a) AS x FROM t;
ALTER TABLE t ALTER COLUMN b SET DEFAULT f(1);
-- expect-error: 2BP01
DROP LANGUAGE other;
-- expect-error: 2BP01
DROP LANGUAGE plpgsql;
-- expect-error: 2BP01
DROP LANGUAGE sql CASCADE;
-- expect-error: 42704
DROP LANGUAGE no_such;
DROP LANGUAGE IF EXISTS no_such;
DROP LANGUAGE other CASCADE;
