-- no-copy: ON ONLY and ATTACH PARTITION cannot make a valid index with an invalid one below it
-- The part that ATTACH PARTITION makes may take over an invalid one below; the whole stays valid.
CREATE TABLE q (a int, b int) PARTITION BY LIST (a);
CREATE INDEX iq ON q (b);
CREATE TABLE q2 (a int, b int) PARTITION BY LIST (b);
CREATE TABLE q21 PARTITION OF q2 FOR VALUES IN (1) PARTITION BY LIST (b);
CREATE TABLE q211 PARTITION OF q21 FOR VALUES IN (1);
CREATE INDEX q21_invalid ON ONLY q21 (b);
ALTER TABLE q ATTACH PARTITION q2 FOR VALUES IN (2);
