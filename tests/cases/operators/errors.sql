CREATE FUNCTION f(int, int) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION g(int, int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION h(int) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = f);
-- expect-error: 42723
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = f);
-- expect-error: 42P13
CREATE OPERATOR !!! (LEFTARG = int, RIGHTARG = int);
-- expect-error: 42P13
CREATE OPERATOR !!! (FUNCTION = f);
-- expect-error: 42883
CREATE OPERATOR !!! (LEFTARG = int, RIGHTARG = text, FUNCTION = f);
-- expect-error: 42P13
CREATE OPERATOR !!! (RIGHTARG = int, FUNCTION = h, COMMUTATOR = !!!);
-- expect-error: 42P13
CREATE OPERATOR !!! (RIGHTARG = int, FUNCTION = h, HASHES);
-- expect-error: 42P13
CREATE OPERATOR !!! (LEFTARG = int, RIGHTARG = int, FUNCTION = g, NEGATOR = !!);
-- expect-error: 42P13
CREATE OPERATOR !!! (LEFTARG = int, RIGHTARG = int, FUNCTION = g, MERGES);
-- expect-error: 42P13
CREATE OPERATOR !!! (LEFTARG = int, RIGHTARG = int, FUNCTION = f, NEGATOR = !!!);
-- expect-error: 42883
CREATE OPERATOR !!! (LEFTARG = int, RIGHTARG = int, FUNCTION = f, RESTRICT = nobody);
-- expect-error: 42704
CREATE OPERATOR !!! (LEFTARG = nobody, RIGHTARG = int, FUNCTION = f);
-- expect-error: 42883
DROP OPERATOR !!! (int, int);
-- expect-error: 42883
ALTER OPERATOR !!! (int, int) SET (RESTRICT = NONE);
-- expect-error(-16): 42601
ALTER OPERATOR === (int, int) SET (COMMUTATOR = ===);
-- expect-error: 42601
ALTER OPERATOR === (int, int) SET (FUNCTION = g);
-- expect-error: 42883
COMMENT ON OPERATOR !!! (int, int) IS 'x';
-- expect-error: 2BP01
DROP FUNCTION f(int, int);
CREATE TABLE t (a int, CHECK (a === 1));
-- expect-error: 2BP01
DROP OPERATOR === (int, int);
-- expect-error: 2BP01
DROP OPERATOR + (int, int);
