CREATE TABLE t (a int, b text);
CREATE TABLE other (a int);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
CREATE INDEX i ON t (a);
CREATE TYPE comp AS (a int, b text);
-- expect-error: 42P16
CREATE TABLE x ON COMMIT DROP AS SELECT 1 AS a;
-- expect-error: 42P20
CREATE VIEW x AS SELECT row_number() OVER (w ROWS UNBOUNDED PRECEDING) FROM t WINDOW w AS (ORDER BY b ROWS CURRENT ROW);
-- expect-error: 42P20
CREATE VIEW x AS SELECT row_number() OVER (w) FROM t WINDOW w AS (ORDER BY b ROWS CURRENT ROW);
-- expect-error: 42P20
CREATE VIEW x AS SELECT row_number() OVER w2 FROM t WINDOW w AS (PARTITION BY b ROWS CURRENT ROW), w2 AS (w);
CREATE VIEW windows AS SELECT row_number() OVER (w ROWS UNBOUNDED PRECEDING) AS n, count(*) OVER f AS c FROM t WINDOW w AS (ORDER BY b), f AS (ORDER BY a ROWS CURRENT ROW);
-- expect-error: 42P16
CREATE VIEW x AS SELECT pg_notify('a', 'b') AS v;
-- expect-error: 42P16
CREATE MATERIALIZED VIEW x AS SELECT pg_notify('a', 'b') AS v;
-- expect-error: 42P16
CREATE TABLE x AS SELECT pg_notify('a', 'b') AS v;
-- expect-error: 42P16
CREATE VIEW x AS SELECT ARRAY[ROW(1, 2)] AS a;
CREATE VIEW literals AS SELECT NULL AS n, 'x' AS s UNION ALL SELECT NULL, 'y';
-- expect-error: 42809
ALTER TABLE m ADD COLUMN c int;
-- expect-error: 42809
ALTER INDEX i ATTACH PARTITION other;
ALTER TABLE comp RENAME COLUMN a TO aa;
ALTER TABLE i RENAME COLUMN a TO named;
-- expect-error: 42703
ALTER TABLE i RENAME COLUMN a TO again;
CREATE TABLE copied (LIKE t INCLUDING INDEXES);
-- expect-error: 54011
CREATE INDEX ON t (a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a);
-- expect-error: 54011
CREATE TABLE x (a int) PARTITION BY RANGE (a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a);
