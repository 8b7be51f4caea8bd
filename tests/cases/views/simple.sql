CREATE TABLE t (a int, b text, c boolean);
CREATE VIEW v AS SELECT a, b AS name FROM t WHERE c;
CREATE VIEW w AS SELECT * FROM t;
CREATE VIEW x (one, two) AS SELECT a + 1, upper(b) FROM t;
