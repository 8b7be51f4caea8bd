CREATE TABLE t (a int, b text, c int);
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE mood AS ENUM ('x');
CREATE VIEW v AS SELECT a, f(c) AS fc FROM t;
CREATE VIEW w AS SELECT fc, 'x'::mood AS m FROM v;
-- expect-error: 2BP01
DROP TABLE t;
-- expect-error: 2BP01
ALTER TABLE t DROP COLUMN a;
ALTER TABLE t DROP COLUMN b;
-- expect-error: 2BP01
DROP FUNCTION f(int);
-- expect-error: 2BP01
DROP VIEW v;
-- expect-error: 2BP01
DROP TYPE mood;
-- expect-error: 42809
DROP TABLE v;
-- expect-error: 42809
DROP VIEW t;
DROP TYPE mood CASCADE;
DROP FUNCTION f CASCADE;
