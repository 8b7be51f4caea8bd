-- setup: conversions
CREATE FUNCTION convert(integer, integer, cstring, internal, integer, boolean) RETURNS integer
  LANGUAGE c STRICT AS '$libdir/utf8_and_iso8859_1', 'iso8859_1_to_utf8';
CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION usual FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION made_otherwise FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION from_another FOR 'LATIN2' TO 'UTF8' FROM iso8859_to_utf8;
CREATE CONVERSION to_another FOR 'UTF8' TO 'LATIN2' FROM utf8_to_iso8859;
CREATE CONVERSION dropped FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
ALTER CONVERSION c OWNER TO alice;

-- finds: changed conversion public.c: owner
ALTER CONVERSION c OWNER TO bob;

-- finds: changed conversion public.usual: is_default
DROP CONVERSION usual;
CREATE DEFAULT CONVERSION usual FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

-- finds: changed conversion public.made_otherwise: function
DROP CONVERSION made_otherwise;
CREATE CONVERSION made_otherwise FOR 'LATIN1' TO 'UTF8' FROM convert;

-- finds: changed conversion public.from_another: from_encoding
DROP CONVERSION from_another;
CREATE CONVERSION from_another FOR 'LATIN3' TO 'UTF8' FROM iso8859_to_utf8;

-- finds: changed conversion public.to_another: to_encoding
DROP CONVERSION to_another;
CREATE CONVERSION to_another FOR 'UTF8' TO 'LATIN3' FROM utf8_to_iso8859;

-- finds: missing conversion public.dropped
DROP CONVERSION dropped;

-- finds: unexpected conversion public.another
CREATE CONVERSION another FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
