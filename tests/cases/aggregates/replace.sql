CREATE AGGREGATE a(int) (sfunc = int4pl, stype = int);
-- expect-error: 42723
CREATE AGGREGATE a(int) (sfunc = int4pl, stype = int);
CREATE OR REPLACE AGGREGATE a(int) (sfunc = int4larger, stype = int, initcond = '0');
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42809
CREATE OR REPLACE AGGREGATE f(int) (sfunc = int4pl, stype = int);
-- expect-error: 42809
CREATE OR REPLACE FUNCTION a(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42P13
