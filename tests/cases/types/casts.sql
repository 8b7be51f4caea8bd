-- no-copy: a cast is dropped that a default was made with
CREATE TYPE pair AS (a int, b text);
CREATE FUNCTION to_pair(int) RETURNS pair LANGUAGE sql AS 'SELECT ($1, '''')::pair';
CREATE FUNCTION first_of(pair) RETURNS int LANGUAGE sql AS 'SELECT ($1).a';
CREATE CAST (int AS pair) WITH FUNCTION to_pair(int) AS IMPLICIT;
CREATE CAST (pair AS int) WITH FUNCTION first_of AS ASSIGNMENT;
-- expect-error: 42710
CREATE CAST (int AS pair) WITH FUNCTION to_pair(int);
CREATE FUNCTION takes_pair(pair) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t1 (a pair DEFAULT 1, b int DEFAULT (row(1, 'x')::pair), c text);
CREATE VIEW v1 AS SELECT takes_pair(1) AS x, a::int AS y, 1::pair AS z FROM t1;
CREATE TYPE e AS ENUM ('a', 'b');
-- expect-error: 42804
CREATE TABLE early (x e DEFAULT 'a'::text);
CREATE CAST (text AS e) WITH INOUT AS IMPLICIT;
CREATE CAST (varchar AS e) WITH INOUT AS ASSIGNMENT;
CREATE TABLE t2 (x e DEFAULT 'a'::text, y e DEFAULT 'b'::varchar, z text);
CREATE FUNCTION takes_e(e) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v2 AS SELECT takes_e(z) AS n, takes_e('x' || z) AS m FROM t2;
CREATE TYPE e2 AS ENUM ('a', 'b');
CREATE CAST (e2 AS e) WITH INOUT AS IMPLICIT;
CREATE VIEW v3 AS SELECT 'a'::e2::e AS k, takes_e('a'::e2) AS q FROM t2;
ALTER TYPE e2 RENAME TO e3;
CREATE VIEW v4 AS SELECT takes_e('a'::e3) AS q FROM t2;
-- expect-error: 2BP01
DROP FUNCTION to_pair(int);
-- expect-error: 42704
DROP CAST (e3 AS int);
DROP CAST IF EXISTS (e3 AS int);
DROP CAST IF EXISTS (nope AS int);
DROP CAST (text AS e);
-- expect-error: 42804
CREATE TABLE late (x e DEFAULT 'a'::text);
CREATE TYPE lonely AS ENUM ('a');
CREATE CAST (lonely AS int) WITH INOUT;
-- expect-error: 2BP01
DROP TYPE lonely;
DROP TYPE lonely CASCADE;
CREATE TYPE lonely AS ENUM ('a');
CREATE CAST (lonely AS int) WITH INOUT;
