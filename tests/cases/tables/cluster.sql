CREATE TABLE t (a int PRIMARY KEY, b int, c int[]);
CREATE INDEX i ON t (b);
CREATE INDEX h ON t USING hash (b);
CREATE INDEX part ON t (b) WHERE a > 0;
CREATE TABLE other (x int PRIMARY KEY);
ALTER TABLE t CLUSTER ON i;
-- expect-error: 0A000
ALTER TABLE t CLUSTER ON h;
-- expect-error: 0A000
ALTER TABLE t CLUSTER ON part;
-- expect-error: 42809
ALTER TABLE t CLUSTER ON other_pkey;
-- expect-error: 42704
ALTER TABLE t CLUSTER ON nope;
ALTER TABLE other CLUSTER ON other_pkey;
ALTER TABLE other SET WITHOUT CLUSTER;
ALTER TABLE other SET WITHOUT CLUSTER;
CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a);
-- expect-error: 0A000
ALTER TABLE p CLUSTER ON p_pkey;
CREATE TABLE lost (a int);
CREATE INDEX lost_i ON lost (a);
ALTER TABLE lost CLUSTER ON lost_i;
DROP INDEX lost_i;
