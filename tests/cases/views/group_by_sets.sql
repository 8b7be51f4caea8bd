CREATE TABLE t (a int, b int, c text);
CREATE VIEW one AS SELECT a, count(*) AS n FROM t GROUP BY (), a;
CREATE VIEW two AS SELECT a, b, count(*) AS n FROM t GROUP BY a, (), b;
CREATE VIEW three AS SELECT count(*) AS n FROM t GROUP BY ();
CREATE VIEW four AS SELECT a, b FROM t GROUP BY (a, b), ();
CREATE VIEW five AS SELECT a, b FROM t GROUP BY GROUPING SETS ((a, b), ()), ();
CREATE VIEW six AS SELECT count(*) AS n FROM t GROUP BY (), ();
CREATE VIEW seven AS SELECT a, c FROM t GROUP BY ROLLUP (a, c), (), b;
