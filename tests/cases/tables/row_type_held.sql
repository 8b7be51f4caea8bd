CREATE TABLE t (a int);
CREATE TABLE holds (a int, b t);
CREATE TABLE holds_many (a int, b t[]);
ALTER TABLE t ADD COLUMN b int;
-- expect-error: 0A000
ALTER TABLE t ADD COLUMN c int DEFAULT 1;
ALTER TABLE t ADD COLUMN c int DEFAULT NULL;
DROP TABLE holds;
-- expect-error: 0A000
ALTER TABLE t ADD COLUMN d timestamptz DEFAULT now();
DROP TABLE holds_many;
CREATE VIEW shows AS SELECT t FROM t;
ALTER TABLE t ADD COLUMN d timestamptz DEFAULT now();
-- A partitioned table stores nothing.
CREATE TABLE parted (a int) PARTITION BY LIST (a);
CREATE TABLE holds_parted (b parted);
ALTER TABLE parted ADD COLUMN c int DEFAULT 1;
