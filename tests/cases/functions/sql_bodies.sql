-- gap: bodies in the form of the SQL standard are not analysed
-- majors: 14-
CREATE FUNCTION f(a int) RETURNS int RETURN a + 1;
CREATE FUNCTION g(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a * 2; END;
