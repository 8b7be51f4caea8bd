CREATE TABLE t (a int NOT NULL, b varchar(10) COLLATE "C");
SELECT a, b || 'x' AS c, count(*) OVER () INTO u FROM t;
SELECT * INTO TEMP temporary_one FROM t;
CREATE VIEW v AS SELECT c FROM u;
