CREATE FUNCTION same(a anyelement, b anyelement DEFAULT NULL) RETURNS anyelement LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION one(a int, b anyelement DEFAULT 1) RETURNS anyelement LANGUAGE sql AS 'SELECT b';
CREATE FUNCTION texts(a anyelement DEFAULT 'x'::text) RETURNS anyelement LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION literal(a int, b anyelement DEFAULT 'x') RETURNS int LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION arrays(a anyarray DEFAULT ARRAY[1, 2]) RETURNS anyelement LANGUAGE sql AS 'SELECT a[1]';
CREATE FUNCTION nonarrays(a anynonarray DEFAULT 1.5) RETURNS anyarray LANGUAGE sql AS 'SELECT ARRAY[a]';
CREATE FUNCTION compatible(a anycompatible, b anycompatible DEFAULT 2.5) RETURNS anycompatible LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION ranges(a anyrange DEFAULT int4range(1, 2)) RETURNS anyelement LANGUAGE sql AS 'SELECT lower(a)';
CREATE TYPE e AS ENUM ('a', 'b');
CREATE FUNCTION enums(a anyenum DEFAULT 'a'::e) RETURNS anyenum LANGUAGE sql AS 'SELECT a';
CREATE DOMAIN d AS int[];
CREATE FUNCTION of_domain(a anyarray DEFAULT '{1}'::d) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 0A000
CREATE FUNCTION unknown_array(a anyarray DEFAULT '{1}') RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42804
CREATE FUNCTION no_array(a anyarray DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42804
CREATE FUNCTION no_range(a anyrange DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v AS
    SELECT same(1) AS a, one(1) AS b, texts() AS c, arrays() AS e, nonarrays() AS f,
        compatible(1) AS g, ranges() AS h, enums() AS i, same('x'::text) AS j, of_domain() AS k,
        compatible(a => 1::bigint) AS l;
-- expect-error: 42804
CREATE VIEW no_type AS SELECT literal(1) AS x;
