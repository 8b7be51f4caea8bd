CREATE FUNCTION step(state int, val int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE FUNCTION done(state int) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE AGGREGATE a(val int) (sfunc = step, stype = int, finalfunc = done, finalfunc_modify = shareable, initcond = '5');
-- expect-error: 2BP01
DROP FUNCTION step(int, int);
-- expect-error: 42809
ALTER FUNCTION a(int) COST 5;
ALTER AGGREGATE a(int) RENAME TO b;
CREATE SCHEMA s;
ALTER AGGREGATE b(int) SET SCHEMA s;
ALTER FUNCTION step(int, int) RENAME TO advance;
-- expect-error: 42809
DROP FUNCTION s.b(int);
DROP FUNCTION advance CASCADE;
