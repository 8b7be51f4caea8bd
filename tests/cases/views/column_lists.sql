CREATE TABLE t (a int, b text);
CREATE VIEW v (x, y) AS SELECT a, b FROM t;
CREATE VIEW partial (x) AS SELECT a, b FROM t;
CREATE RECURSIVE VIEW counting (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM counting WHERE n < 9;
-- expect-error: 42601
CREATE VIEW w (x, y, z) AS SELECT a, b FROM t;
-- expect-error: 42701
CREATE VIEW w AS SELECT a, a FROM t;
-- expect-error: 42701
CREATE VIEW w (x, x) AS SELECT a, b FROM t;
-- expect-error: 42P01
CREATE VIEW w AS SELECT a FROM nope;
-- expect-error: 42P07
CREATE VIEW t AS SELECT 1 AS one;
-- expect-error: 0A000
CREATE VIEW w AS WITH x AS (DELETE FROM t RETURNING a) SELECT a FROM x;
