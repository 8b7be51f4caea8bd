CREATE DOMAIN d AS int;
CREATE DOMAIN over AS d;
CREATE TYPE c AS (a int, b d);
CREATE TABLE t (a int, b d, c over);
CREATE FUNCTION f(d) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE SCHEMA s;
ALTER DOMAIN d RENAME TO e;
ALTER DOMAIN e SET SCHEMA s;
ALTER DOMAIN s.e RENAME TO d;
-- expect-error: 42809
ALTER DOMAIN c RENAME TO x;
DROP DOMAIN s.d CASCADE;
-- A column of a partition key takes the table along, and that its partitions.
CREATE DOMAIN k AS int;
CREATE TABLE by_k (a k, b text) PARTITION BY RANGE (a);
CREATE TABLE by_k_1 PARTITION OF by_k DEFAULT;
CREATE TABLE beside_k (a k, b text) PARTITION BY LIST (b);
-- expect-error: 2BP01
DROP DOMAIN k;
DROP DOMAIN k CASCADE;
