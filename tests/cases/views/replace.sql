-- unresolved-ok: queries take parse analysis
CREATE TABLE t (a int, b text);
CREATE VIEW v AS SELECT a FROM t;
CREATE OR REPLACE VIEW v AS SELECT a, b FROM t;
-- expect-error: 42P16
CREATE OR REPLACE VIEW v AS SELECT a FROM t;
-- expect-error: 42P16
CREATE OR REPLACE VIEW v AS SELECT a AS x, b FROM t;
-- expect-error: 42P07
CREATE VIEW v AS SELECT a FROM t;
-- expect-error: 42809
CREATE OR REPLACE VIEW t AS SELECT 1 AS one;
CREATE OR REPLACE VIEW v WITH (security_barrier) AS SELECT a, b FROM t;
COMMENT ON VIEW v IS 'x';
COMMENT ON COLUMN v.a IS 'y';
CREATE OR REPLACE VIEW v AS SELECT a, b FROM t WHERE a > 0;
