-- majors: 14-
CREATE PROCEDURE p(IN a int, OUT b int, INOUT c text) LANGUAGE plpgsql AS 'BEGIN END';
CREATE PROCEDURE q(a int) LANGUAGE plpgsql AS 'BEGIN END';
COMMENT ON PROCEDURE p(int, int, text) IS 'by all arguments';
-- expect-error: 42P13
CREATE OR REPLACE PROCEDURE q(INOUT a int) LANGUAGE plpgsql AS 'BEGIN END';
-- expect-error: 42P13
CREATE PROCEDURE r(VARIADIC a int[], OUT b int) LANGUAGE plpgsql AS 'BEGIN END';
DROP PROCEDURE p(IN int, OUT int, INOUT text);
