-- An index that takes over an invalid one of a sub-partitioned partition is not valid either, at
-- any level, and becomes so with the last part.
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (b);
CREATE TABLE p11 PARTITION OF p1 FOR VALUES IN (1) PARTITION BY LIST (b);
CREATE TABLE p111 PARTITION OF p11 FOR VALUES IN (1);
CREATE INDEX i11 ON ONLY p11 (b);
CREATE INDEX i ON p (b);
CREATE INDEX i111 ON p111 (b);
CREATE INDEX h11 ON ONLY p11 (a);
CREATE INDEX h ON p (a);
CREATE INDEX h111 ON p111 (a);
ALTER INDEX h11 ATTACH PARTITION h111;
-- What is copied for a new partition is valid, that of the whole stays as it is.
CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2) PARTITION BY LIST (b);
-- The invalid one does not count as a key.
CREATE TABLE k (a int NOT NULL, b int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE k1 PARTITION OF k FOR VALUES IN (1) PARTITION BY LIST (a);
CREATE TABLE k11 PARTITION OF k1 FOR VALUES IN (1);
CREATE UNIQUE INDEX u1 ON ONLY k1 (a);
CREATE UNIQUE INDEX u ON k (a);
-- expect-error: 42830
CREATE TABLE refers (a int REFERENCES k (a));
-- ATTACH PARTITION passes over indexes that are not valid.
CREATE TABLE q (a int, b int) PARTITION BY LIST (a);
CREATE INDEX iq ON q (b);
CREATE TABLE q1 (a int, b int) PARTITION BY LIST (b);
CREATE TABLE q11 PARTITION OF q1 FOR VALUES IN (1);
CREATE INDEX q1_invalid ON ONLY q1 (b);
ALTER TABLE q ATTACH PARTITION q1 FOR VALUES IN (1);
