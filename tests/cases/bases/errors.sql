CREATE TYPE x;
-- expect-error: 42710
CREATE TYPE x;
-- expect-error: 42704
CREATE TABLE t (a x);
-- expect-error: 42710
CREATE TYPE nobody (INPUT = textin, OUTPUT = textout);
CREATE FUNCTION x_in(cstring) RETURNS x LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION x_out(x) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
-- expect-error: 42P17
CREATE TYPE x (INPUT = x_in);
-- expect-error: 42P17
CREATE TYPE x (OUTPUT = x_out);
-- expect-error: 42883
CREATE TYPE x (INPUT = x_in, OUTPUT = nobody);
-- expect-error: 42P17
CREATE TYPE x (INPUT = textin, OUTPUT = x_out);
-- expect-error: 42601
CREATE TYPE x (INPUT = x_in, OUTPUT = x_out, INPUT = x_in);
-- expect-error: 22023
CREATE TYPE x (INPUT = x_in, OUTPUT = x_out, STORAGE = other);
-- expect-error: 42P17
CREATE TYPE x (INPUT = x_in, OUTPUT = x_out, INTERNALLENGTH = 4, STORAGE = extended);
-- expect-error: 42P17
CREATE TYPE x (INPUT = x_in, OUTPUT = x_out, PASSEDBYVALUE);
CREATE TYPE x (INPUT = x_in, OUTPUT = x_out, LIKE = int4);
-- expect-error: 2BP01
DROP TYPE x;
-- expect-error: 2BP01
DROP FUNCTION x_in(cstring);
-- expect-error: 42P17
ALTER TYPE x SET (STORAGE = extended);
-- expect-error: 42601
ALTER TYPE x SET (INPUT = x_in);
CREATE DOMAIN d AS int;
-- expect-error: 42809
ALTER TYPE d SET (STORAGE = plain);
-- expect-error: 42704
DROP TYPE nobody;
