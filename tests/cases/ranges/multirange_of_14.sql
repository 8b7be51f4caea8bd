-- majors: 14-
CREATE SCHEMA s;
CREATE TYPE named AS RANGE (subtype = int, multirange_type_name = s.many);
CREATE TYPE implied AS RANGE (subtype = date);
CREATE TABLE t (a s.many, b implied_multirange, c s.many[]);
CREATE FUNCTION f(s.many) RETURNS implied_multirange LANGUAGE sql AS 'SELECT NULL::implied_multirange';
