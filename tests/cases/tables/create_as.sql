CREATE TABLE src (a int NOT NULL, b varchar(10));
CREATE TABLE copy AS SELECT a, b, a + 1 AS c FROM src;
CREATE TABLE empty AS SELECT * FROM src WITH NO DATA;
