CREATE TYPE c AS (a int);
CREATE TYPE none AS ();
-- expect-error: 42710
CREATE TYPE c AS (a int);
-- expect-error: 42701
CREATE TYPE d AS (a int, a text);
-- expect-error: 42P16
CREATE TYPE d AS (a anyelement);
-- expect-error: 42704
CREATE TYPE d AS (a d);
-- expect-error: 42804
CREATE TYPE d AS (a int COLLATE "C");
CREATE SEQUENCE s;
-- expect-error(-13): 42710
-- expect-error(14-): 42P07
CREATE TYPE s AS (a int);
CREATE TABLE t (x c);
-- expect-error: 0A000
ALTER TYPE c ALTER ATTRIBUTE a TYPE bigint;
ALTER TYPE c ADD ATTRIBUTE b int;
-- expect-error: 42703
ALTER TYPE c DROP ATTRIBUTE nope;
ALTER TYPE c DROP ATTRIBUTE IF EXISTS nope;
-- expect-error: 42703
ALTER TYPE c ALTER ATTRIBUTE nope TYPE int;
-- expect-error: 42809
ALTER TYPE t ADD ATTRIBUTE z int;
-- expect-error: 42809
ALTER TABLE c ADD COLUMN z int;
-- expect-error: 42P07
ALTER TYPE c RENAME TO t;
ALTER TYPE c RENAME TO cc;
COMMENT ON COLUMN cc.a IS 'an attribute';
COMMENT ON TYPE cc IS 'a type';
