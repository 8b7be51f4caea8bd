-- unresolved-ok: queries take parse analysis
CREATE SCHEMA s;
CREATE TABLE t (a int, b text);
CREATE VIEW v AS SELECT a, b FROM t;
COMMENT ON COLUMN v.a IS 'x';
ALTER VIEW v RENAME TO w;
ALTER VIEW w RENAME COLUMN a TO x;
ALTER VIEW w SET SCHEMA s;
-- expect-error: 3F000
ALTER VIEW s.w SET SCHEMA nope;
-- expect-error: 42P01
ALTER VIEW nope RENAME TO x;
ALTER VIEW IF EXISTS nope RENAME TO x;
CREATE VIEW s.t AS SELECT 1 AS one;
-- expect-error: 42P07
ALTER VIEW s.w RENAME TO t;
-- expect-error: 42P07
ALTER VIEW s.t SET SCHEMA public;
