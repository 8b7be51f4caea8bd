CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE f(date) LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42725
DROP FUNCTION f;
-- expect-error: 42725
ALTER FUNCTION f RENAME TO x;
-- expect-error: 42725
DROP ROUTINE f;
-- expect-error: 42883
DROP FUNCTION f(int, int);
-- expect-error: 42704
DROP FUNCTION f(nope);
DROP FUNCTION IF EXISTS f(nope), nope(int), nope.f(int);
-- expect-error: 42809
DROP PROCEDURE f(text);
-- expect-error: 42809
DROP FUNCTION f(date);
-- expect-error(-13): 42725
DROP PROCEDURE f;
-- expect-error: 42809
DROP AGGREGATE f(int);
-- expect-error: 42883
DROP AGGREGATE nope(int);
-- expect-error: 42883
DROP AGGREGATE nope(*);
DROP FUNCTION f(int), g;
-- expect-error(-13): 42725
DROP FUNCTION f;
