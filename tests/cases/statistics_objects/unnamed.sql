-- majors: 16-
-- parser: 16
CREATE TABLE t (a int, b int, c int);
CREATE STATISTICS ON a, b FROM t;
CREATE STATISTICS ON b, a FROM t;
CREATE STATISTICS (mcv) ON (a + 1), c FROM t;
