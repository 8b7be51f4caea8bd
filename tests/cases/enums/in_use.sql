CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE t (a mood, b mood[]);
CREATE FUNCTION f(mood) RETURNS mood LANGUAGE sql AS 'SELECT $1';
CREATE DOMAIN d AS mood;
-- expect-error: 2BP01
DROP TYPE mood;
ALTER TYPE mood RENAME TO feeling;
CREATE SCHEMA s;
ALTER TYPE feeling SET SCHEMA s;
-- expect-error: 42710
CREATE TYPE t AS ENUM ('a');
-- expect-error: 42704
ALTER TYPE feeling RENAME TO x;
-- expect-error: 42809
ALTER TYPE t RENAME TO x;
DROP TYPE s.feeling CASCADE;
DROP TYPE IF EXISTS s.feeling, nope.nope, nope;
-- expect-error: 42704
DROP TYPE nope;
