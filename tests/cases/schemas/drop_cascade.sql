-- unresolved-ok: views and defaults take parse analysis
CREATE SCHEMA s;
CREATE TABLE s.t (id serial PRIMARY KEY, a int);
CREATE TYPE s.mood AS ENUM ('a');
CREATE FUNCTION s.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE keeps (a int, m s.mood);
CREATE TABLE child (a int REFERENCES s.t);
-- expect-error: 2BP01
DROP SCHEMA s;
-- expect-error: 2BP01
DROP SCHEMA s RESTRICT;
DROP SCHEMA s CASCADE;
DROP SCHEMA IF EXISTS s;
