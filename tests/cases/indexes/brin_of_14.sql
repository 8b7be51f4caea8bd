-- majors: 14-
CREATE TABLE t (a int, b inet);
CREATE INDEX multi ON t USING brin (a int4_minmax_multi_ops (values_per_range = 16), b inet_bloom_ops (n_distinct_per_range = 100, false_positive_rate = 0.05));
