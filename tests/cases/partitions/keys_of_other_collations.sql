-- A unique key that takes other values for equal than the partition key does not cover it.
CREATE TABLE t (a text, b text COLLATE "C") PARTITION BY RANGE (a COLLATE "C", b);
-- expect-error: 0A000
ALTER TABLE t ADD UNIQUE (a, b);
CREATE UNIQUE INDEX ON t (a COLLATE "C", b);
-- expect-error: 0A000
CREATE UNIQUE INDEX ON t (a COLLATE "C", b COLLATE "POSIX");
