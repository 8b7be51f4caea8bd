CREATE TABLE t (a int PRIMARY KEY);
CREATE PUBLICATION every FOR ALL TABLES;
CREATE PUBLICATION quiet FOR TABLE t WITH (publish = 'delete');
CREATE PUBLICATION roots FOR TABLE t WITH (publish_via_partition_root = true);
