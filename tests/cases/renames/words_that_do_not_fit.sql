-- Of columns, and with ALTER INDEX, the server does not look whether the word fits the relation.
CREATE TABLE t (a int, b text);
ALTER VIEW t RENAME COLUMN a TO c;
CREATE VIEW v AS SELECT c, b FROM t WHERE b IN ('x', 'y'::varchar);
ALTER TABLE v RENAME c TO d;
ALTER MATERIALIZED VIEW v RENAME COLUMN b TO e;
ALTER INDEX t RENAME TO u;
ALTER INDEX v RENAME TO w;
CREATE SEQUENCE s;
ALTER INDEX s RENAME TO s2;
-- expect-error: 42809
ALTER VIEW u RENAME TO x;
