-- majors: 14-
CREATE TYPE fr AS RANGE (SUBTYPE = float8, MULTIRANGE_TYPE_NAME = frs);
CREATE TYPE ir AS RANGE (SUBTYPE = int);
CREATE TABLE t (
    a frs DEFAULT frs(),
    b frs DEFAULT frs(fr(1, 2)),
    c ir_multirange DEFAULT ir_multirange(ir(1, 2), ir(3, 4)),
    d fr
);
CREATE VIEW v AS
    SELECT frs(d) AS a, frs(VARIADIC ARRAY[d, d]) AS b, multirange(d) AS c, range_agg(d) AS e,
        unnest(frs(fr(1, 2))) AS f, lower(frs(fr(1, 2))) AS g, range_merge(frs(fr(1, 2))) AS h
    FROM t GROUP BY d;
CREATE FUNCTION f(frs) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
CREATE FUNCTION g(anymultirange) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
CREATE VIEW calls AS SELECT f(frs(fr(1, 2))) AS a, g(frs(fr(1, 2))) AS b;
