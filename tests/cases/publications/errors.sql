CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int);
CREATE VIEW v AS SELECT 1 AS x;
CREATE UNLOGGED TABLE ul (a int);
CREATE TEMP TABLE tmp (a int);
CREATE PUBLICATION p FOR TABLE t;
CREATE PUBLICATION every FOR ALL TABLES;
-- expect-error: 42710
CREATE PUBLICATION p FOR TABLE u;
-- expect-error: 42601
CREATE PUBLICATION x WITH (foo);
-- expect-error: 42601
CREATE PUBLICATION x WITH (publish = 'cluster, vacuum');
-- expect-error: 42601
CREATE PUBLICATION x WITH (publish = 'insert,,delete');
-- expect-error: 42601
CREATE PUBLICATION x WITH (publish = 'insert', publish = 'delete');
-- expect-error: 42601
CREATE PUBLICATION x WITH (publish_via_partition_root = 'true', publish_via_partition_root = '0');
-- expect-error: 42601
CREATE PUBLICATION x WITH (publish_via_partition_root = 2);
-- expect-error: 42P01
CREATE PUBLICATION x FOR TABLE nobody;
-- expect-error: 22023
CREATE PUBLICATION x FOR TABLE v;
-- expect-error: 22023
CREATE PUBLICATION x FOR TABLE ul;
-- expect-error: 22023
CREATE PUBLICATION x FOR TABLE tmp;
-- expect-error: 42704
ALTER PUBLICATION nobody ADD TABLE t;
-- expect-error: 42710
ALTER PUBLICATION p ADD TABLE t;
-- expect-error: 42704
ALTER PUBLICATION p DROP TABLE u;
-- expect-error: 55000
ALTER PUBLICATION every ADD TABLE t;
-- expect-error: 55000
ALTER PUBLICATION every DROP TABLE t;
-- expect-error: 55000
ALTER PUBLICATION every SET TABLE t;
-- expect-error: 42710
ALTER PUBLICATION p RENAME TO every;
-- expect-error: 42704
ALTER PUBLICATION nobody RENAME TO somebody;
-- expect-error: 42704
DROP PUBLICATION nobody;
-- expect-error: 42704
COMMENT ON PUBLICATION nobody IS 'x';
-- expect-error: 55000
ALTER TABLE t SET UNLOGGED;
