CREATE TYPE fr AS RANGE (SUBTYPE = float8);
CREATE TABLE t (
    a fr DEFAULT fr(1, 2),
    b fr DEFAULT fr(1, 2.5, '[]'),
    c float8,
    CHECK (a <> fr(NULL, c)),
    CHECK (fr(0, 1) @> c)
);
CREATE INDEX ON t USING gist (fr(c, c, '[]'));
CREATE SCHEMA s;
CREATE TYPE s.tr AS RANGE (SUBTYPE = text, COLLATION = "C");
CREATE VIEW v AS
    SELECT fr(c, 5) AS x, lower(fr(1, 2)) AS y, s.tr('a', 'b', '()') AS z, range_merge(fr(1, 2), fr(3, 4)) AS w,
        upper(s.tr('a', 'b')) AS u
    FROM t;
CREATE FUNCTION f(fr) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
CREATE FUNCTION g(anyrange) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
CREATE VIEW calls AS SELECT f(fr(1, 2)) AS a, g(fr(1, 2)) AS b;
-- expect-error: 2BP01
DROP TYPE fr;
-- expect-error: 42883
CREATE VIEW bad AS SELECT tr('a', 'b') AS x;
