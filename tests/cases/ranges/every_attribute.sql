CREATE FUNCTION minus(x float8, y float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT x - y';
CREATE TYPE float_range AS RANGE (subtype = float8, subtype_diff = minus);
CREATE TYPE text_range AS RANGE (subtype = text, collation = "C", subtype_opclass = text_pattern_ops);
CREATE DOMAIN small AS int CHECK (VALUE < 100);
CREATE TYPE small_range AS RANGE (subtype = small);
CREATE TABLE t (a float_range, b text_range[], EXCLUDE USING gist (a WITH &&));
COMMENT ON TYPE float_range IS 'range';
