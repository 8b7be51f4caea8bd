-- majors: 14-
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE TABLE t (a int, b int, c text, d timestamptz);
CREATE STATISTICS single ON (a + b) FROM t;
CREATE STATISTICS calls ON lower(c), (date_trunc('day', d)), f(a) FROM t;
CREATE STATISTICS mixed (mcv) ON b, (a * 2 + 1), a, (CASE WHEN a > 1 THEN b ELSE 0 END) FROM t;
CREATE STATISTICS strange ON (c || 'x'), (a::text), (NOT (a = 1)) FROM t;
CREATE STATISTICS of_nothing ON (1 + 1) FROM t;
ALTER TABLE t RENAME COLUMN a TO id;
ALTER FUNCTION f(int) RENAME TO g;
CREATE TABLE l (LIKE t INCLUDING STATISTICS);
