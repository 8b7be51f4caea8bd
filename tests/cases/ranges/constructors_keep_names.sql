-- no-copy: the constructors of a range type keep its old name, which no type can be made with
CREATE SCHEMA s;
CREATE TYPE fr AS RANGE (SUBTYPE = float8);
CREATE TYPE s.tr AS RANGE (SUBTYPE = text, COLLATION = "C");
CREATE TABLE t (a fr DEFAULT fr(1, 2), b float8);
ALTER TYPE fr RENAME TO renamed;
CREATE VIEW after AS SELECT fr(1, 3) AS x;
-- expect-error: 42883
CREATE VIEW bad AS SELECT renamed(1, 3) AS x;
ALTER TYPE s.tr SET SCHEMA public;
CREATE VIEW still AS SELECT s.tr('a', 'b') AS x;
