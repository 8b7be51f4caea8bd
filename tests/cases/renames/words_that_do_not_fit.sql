-- Of columns, the server does not look whether the word fits the relation.
CREATE TABLE t (a int, b text);
ALTER VIEW t RENAME COLUMN a TO c;
CREATE VIEW v AS SELECT c, b FROM t WHERE b IN ('x', 'y'::varchar);
ALTER TABLE v RENAME c TO d;
ALTER MATERIALIZED VIEW v RENAME COLUMN b TO e;
