-- setup: range types
CREATE FUNCTION minus(float8, float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE TYPE r AS RANGE (SUBTYPE = text);
CREATE TYPE subtyped AS RANGE (SUBTYPE = int4);
CREATE TYPE classed AS RANGE (SUBTYPE = text);
CREATE TYPE collated AS RANGE (SUBTYPE = text);
CREATE TYPE differs AS RANGE (SUBTYPE = float8);
CREATE TYPE several AS RANGE (SUBTYPE = int4);
CREATE TYPE canonical;
CREATE FUNCTION canonized(canonical) RETURNS canonical LANGUAGE internal IMMUTABLE STRICT
  AS 'int4range_canonical';
CREATE TYPE canonical AS RANGE (SUBTYPE = int4);
CREATE TYPE dropped AS RANGE (SUBTYPE = int4);
ALTER TYPE r OWNER TO alice;

-- finds: changed range type public.r: owner
ALTER TYPE r OWNER TO bob;

-- finds: changed range type public.subtyped: subtype
DROP TYPE subtyped;
CREATE TYPE subtyped AS RANGE (SUBTYPE = int8);

-- finds: changed range type public.classed: subtype_opclass
DROP TYPE classed;
CREATE TYPE classed AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops);

-- finds: changed range type public.collated: collation
DROP TYPE collated;
CREATE TYPE collated AS RANGE (SUBTYPE = text, COLLATION = "C");

-- finds: changed range type public.differs: subtype_diff
DROP TYPE differs;
CREATE TYPE differs AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = minus);

-- finds: changed range type public.several: multirange
DROP TYPE several;
CREATE TYPE several AS RANGE (SUBTYPE = int4, MULTIRANGE_TYPE_NAME = more);

-- finds: changed range type public.canonical: canonical
DROP TYPE canonical CASCADE;
CREATE TYPE canonical;
CREATE FUNCTION canonized(canonical) RETURNS canonical LANGUAGE internal IMMUTABLE STRICT
  AS 'int4range_canonical';
CREATE TYPE canonical AS RANGE (SUBTYPE = int4, CANONICAL = canonized);

-- finds: missing range type public.dropped
DROP TYPE dropped;

-- finds: unexpected range type public.another
CREATE TYPE another AS RANGE (SUBTYPE = int4);
