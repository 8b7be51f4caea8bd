-- majors: 13
CREATE PROCEDURE p(INOUT a int) LANGUAGE plpgsql AS 'BEGIN END';
-- expect-error: 0A000
CREATE PROCEDURE q(OUT a int) LANGUAGE plpgsql AS 'BEGIN END';
