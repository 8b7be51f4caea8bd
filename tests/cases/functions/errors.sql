-- expect-error: 42P13
CREATE FUNCTION f() LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42P13
CREATE FUNCTION f() RETURNS int AS 'SELECT 1';
-- expect-error: 42704
CREATE FUNCTION f() RETURNS int LANGUAGE nope AS 'SELECT 1';
-- expect-error: 42P13
CREATE FUNCTION f() RETURNS int LANGUAGE sql;
-- expect-error: 42704
CREATE FUNCTION f(nope) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42704
CREATE FUNCTION f() RETURNS nope LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42601
CREATE FUNCTION f() RETURNS int LANGUAGE sql LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42601
CREATE FUNCTION f() RETURNS int LANGUAGE sql STABLE IMMUTABLE AS 'SELECT 1';
-- expect-error: 22023
CREATE FUNCTION f() RETURNS int LANGUAGE sql COST 0 AS 'SELECT 1';
-- expect-error: 22023
CREATE FUNCTION f() RETURNS int LANGUAGE sql ROWS 5 AS 'SELECT 1';
-- expect-error: 42P13
CREATE FUNCTION f(a int, a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42P13
CREATE FUNCTION f(VARIADIC a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42P13
CREATE FUNCTION f(VARIADIC a int[], b int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42P13
CREATE FUNCTION f(SETOF int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42P13
CREATE FUNCTION f() RETURNS anyelement LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42P13
CREATE FUNCTION f(anyelement) RETURNS anyrange LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42P13
CREATE FUNCTION f() RETURNS internal LANGUAGE internal AS 'upper';
-- expect-error: 42P13
CREATE FUNCTION f(OUT a int, OUT b int) RETURNS int LANGUAGE sql AS 'SELECT 1, 2';
-- expect-error: 42P13
CREATE FUNCTION f() RETURNS trigger LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42P13
CREATE FUNCTION f(cstring) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 0A000
CREATE FUNCTION f() RETURNS cstring LANGUAGE plpgsql AS 'BEGIN END';
-- expect-error: 0A000
CREATE FUNCTION f(cstring) RETURNS int LANGUAGE plpgsql AS 'BEGIN END';
-- expect-error: 42P13
CREATE FUNCTION f(int) RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END';
-- expect-error: 42883
CREATE FUNCTION f() RETURNS int LANGUAGE sql SUPPORT nope AS 'SELECT 1';
-- expect-error: 3F000
CREATE FUNCTION nope.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42P13
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'a', 'b';
-- expect-error: 42P13
CREATE PROCEDURE p() LANGUAGE sql STABLE AS 'SELECT 1';
-- expect-error: 42601
CREATE FUNCTION f() RETURNS int LANGUAGE sql PARALLEL maybe AS 'SELECT 1';
