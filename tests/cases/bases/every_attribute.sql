CREATE SCHEMA s;
CREATE TYPE shell;
CREATE TYPE plain;
CREATE FUNCTION plain_in(cstring) RETURNS plain LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION plain_out(plain) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION plain_recv(internal) RETURNS plain LANGUAGE internal STABLE STRICT AS 'textrecv';
CREATE FUNCTION plain_send(plain) RETURNS bytea LANGUAGE internal STABLE STRICT AS 'textsend';
CREATE TYPE plain (INPUT = plain_in, OUTPUT = plain_out, RECEIVE = plain_recv, SEND = plain_send,
  TYPMOD_IN = varchartypmodin, TYPMOD_OUT = varchartypmodout, ANALYZE = array_typanalyze,
  ALIGNMENT = double, STORAGE = external, CATEGORY = 'S', PREFERRED = true, DEFAULT = 'x',
  DELIMITER = ';', COLLATABLE = true);
CREATE TYPE s."Like";
CREATE FUNCTION like_in(cstring) RETURNS s."Like" LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION like_out(s."Like") RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE s."Like" (LIKE = int4, INPUT = like_in, OUTPUT = like_out);
CREATE FUNCTION made_in(cstring) RETURNS made LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION made_out(made) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE made (INPUT = made_in, OUTPUT = made_out, INTERNALLENGTH = 16, ALIGNMENT = double,
  ELEMENT = float8);
COMMENT ON TYPE plain IS 'a base type';
COMMENT ON TYPE shell IS 'nothing yet';
CREATE TABLE t (a plain, b s."Like"[], c made, d plain(10));
CREATE DOMAIN dom AS s."Like";
ALTER TYPE plain SET (STORAGE = extended, SEND = NONE);
ALTER TYPE plain RENAME TO "Renamed";
ALTER TYPE "Renamed" SET SCHEMA s;
ALTER FUNCTION made_in(cstring) RENAME TO made_input;
ALTER SCHEMA s RENAME TO z;
DROP TYPE IF EXISTS nobody;
