-- The default collation gives way to any other one.
CREATE TABLE t (a text, b text COLLATE "C", c text COLLATE "POSIX", n name);
CREATE VIEW first AS SELECT a FROM t UNION SELECT b FROM t;
CREATE VIEW second AS SELECT b FROM t INTERSECT SELECT a FROM t;
CREATE VIEW names AS SELECT ''::varchar AS v EXCEPT SELECT n::varchar FROM t;
CREATE VIEW three AS SELECT a FROM t UNION SELECT a FROM t UNION SELECT c FROM t;
CREATE VIEW said AS SELECT b AS x FROM t UNION ALL SELECT c COLLATE "C" FROM t;
CREATE VIEW rows AS SELECT * FROM (VALUES ('a'::text), ('b' COLLATE "C")) AS v (x);
