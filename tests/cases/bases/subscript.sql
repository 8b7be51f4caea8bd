-- majors: 14-
CREATE TYPE x;
CREATE FUNCTION x_in(cstring) RETURNS x LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION x_out(x) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE x (INPUT = x_in, OUTPUT = x_out, SUBSCRIPT = jsonb_subscript_handler);
