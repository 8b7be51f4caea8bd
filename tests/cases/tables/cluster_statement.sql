CREATE TABLE t (a int PRIMARY KEY, b int);
CREATE INDEX i ON t (b);
-- expect-error: 42704
CLUSTER t;
CLUSTER t USING i;
CLUSTER t;
-- expect-error: 42704
CLUSTER t USING nope;
CLUSTER VERBOSE t USING t_pkey;
