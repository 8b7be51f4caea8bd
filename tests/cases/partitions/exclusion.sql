-- majors: 17-
-- no-copy: what the partitions have is not attached
CREATE TABLE p (n int, m int) PARTITION BY RANGE (n);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10);
ALTER TABLE p ADD CONSTRAINT uq EXCLUDE USING btree (n WITH =);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
CREATE TABLE q (n int, m int, EXCLUDE USING btree (n WITH =, m WITH =)) PARTITION BY RANGE (n);
CREATE TABLE q1 PARTITION OF q FOR VALUES FROM (1) TO (10);
-- expect-error: 0A000
CREATE TABLE r (n int, m int, EXCLUDE USING btree (m WITH =)) PARTITION BY RANGE (n);
-- expect-error: 0A000
CREATE TABLE r (n int, r int4range, EXCLUDE USING gist (r WITH &&)) PARTITION BY RANGE (n);
-- expect-error: 0A000
CREATE TABLE r (k int4range, EXCLUDE USING gist (k WITH &&)) PARTITION BY RANGE (k);
CREATE TABLE r (k int4range, EXCLUDE USING gist (k WITH =)) PARTITION BY RANGE (k);
