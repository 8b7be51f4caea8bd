-- Another type's default operator class does not serve.
CREATE EXTENSION hstore;
CREATE TABLE t (j json, x xml, h hstore, p point);
CREATE INDEX ON t (h);
-- expect-error: 42704
CREATE INDEX ON t (j);
-- expect-error: 42704
CREATE INDEX ON t (x);
-- expect-error: 42704
CREATE INDEX ON t USING hash (p);
CREATE EXTENSION ltree;
CREATE EXTENSION citext;
CREATE TABLE paths (q ltxtquery, l ltree, c citext);
-- expect-error: 42704
CREATE INDEX ON paths (q);
CREATE INDEX ON paths (l, c);
CREATE INDEX ON paths USING gist (l);
