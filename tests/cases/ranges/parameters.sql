CREATE TYPE price AS RANGE (subtype = numeric);
CREATE TYPE measure AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TYPE words AS RANGE (subtype = text, collation = "C", subtype_opclass = text_pattern_ops);
CREATE FUNCTION time_diff(x time, y time) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT 1.0::float8';
CREATE TYPE timerange AS RANGE (subtype = time, subtype_diff = time_diff);
CREATE DOMAIN d AS int4;
CREATE TYPE dr AS RANGE (subtype = d);
CREATE TABLE t (a price, b timerange[], c words);
CREATE FUNCTION f(price, timerange) RETURNS measure LANGUAGE sql AS 'SELECT NULL::measure';
-- expect-error: 42704
CREATE TYPE r AS RANGE (subtype = json);
-- expect-error: 42809
CREATE TYPE r AS RANGE (subtype = int4, collation = "C");
-- expect-error: 42601
CREATE TYPE r AS RANGE (collation = "C");
-- expect-error: 42601
CREATE TYPE r AS RANGE (subtype = int4, nope = 1);
-- expect-error: 42883
CREATE TYPE r AS RANGE (subtype = int4, subtype_diff = float8mi);
-- expect-error: 42804
CREATE TYPE r AS RANGE (subtype = anyelement);
-- expect-error: 2BP01
DROP FUNCTION time_diff(time, time);
-- expect-error: 2BP01
DROP TYPE price;
DROP TYPE timerange CASCADE;
