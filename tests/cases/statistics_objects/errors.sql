CREATE TABLE t (a int, b int, c xml, d int, e int, f int, g int, h int, i int);
CREATE VIEW v AS SELECT 1 AS a, 2 AS b;
CREATE STATISTICS s ON a, b FROM t;
CREATE STATISTICS s2 ON a, b FROM t;
-- expect-error: 42710
CREATE STATISTICS s ON a, b FROM t;
-- expect-error: 42P01
CREATE STATISTICS x ON a, b FROM nobody;
-- expect-error: 42703
CREATE STATISTICS x ON a, nobody FROM t;
-- expect-error: 42P17
CREATE STATISTICS x ON a FROM t;
-- expect-error: 42701
CREATE STATISTICS x ON a, a FROM t;
-- expect-error: 0A000
CREATE STATISTICS x ON a, ctid FROM t;
-- expect-error: 0A000
CREATE STATISTICS x ON a, c FROM t;
-- expect-error: 42809
CREATE STATISTICS x ON a, b FROM v;
-- expect-error: 42601
CREATE STATISTICS x (foo) ON a, b FROM t;
-- expect-error: 54011
CREATE STATISTICS x ON a, b, d, e, f, g, h, i, a FROM t;
-- expect-error: 0A000
CREATE STATISTICS x ON a, b FROM t, v;
-- expect-error: 3F000
CREATE STATISTICS nowhere.x ON a, b FROM t;
-- expect-error: 22023
ALTER STATISTICS s SET STATISTICS -2;
-- expect-error: 42704
ALTER STATISTICS nobody SET STATISTICS 2;
-- expect-error: 42704
ALTER STATISTICS nobody RENAME TO x;
-- expect-error: 42710
ALTER STATISTICS s RENAME TO s2;
-- expect-error: 3F000
ALTER STATISTICS s SET SCHEMA nowhere;
-- expect-error: 42704
DROP STATISTICS nobody;
-- expect-error: 3F000
DROP STATISTICS nowhere.s;
-- expect-error: 42704
COMMENT ON STATISTICS nobody IS 'x';
