CREATE TABLE t (a int);
-- expect-error: 42P07
CREATE TABLE t (b int);
-- expect-error: 42701
CREATE TABLE u (a int, a text);
-- expect-error: 42704
CREATE TABLE u (a nosuchtype);
-- expect-error: 42P16
CREATE TABLE u (a int PRIMARY KEY, b int PRIMARY KEY);
-- expect-error: 42P01
DROP TABLE nope;
-- expect-error: 42809
DROP VIEW t;
