-- setup: indexes with nothing said
CREATE TABLE t (a int, b text, c int, d int);
CREATE TABLE u (a int, b text, c int, d int);
CREATE INDEX i ON t (a);
CREATE INDEX j ON t (b);
CREATE INDEX expressed ON t ((a + 1));
CREATE INDEX dropped ON t (d);
CREATE INDEX hashed ON t USING btree (a);
CREATE INDEX made_unique ON t (c);
CREATE INDEX elsewhere_on ON t (c);
CREATE INDEX wider ON t (c);
CREATE UNIQUE INDEX distinct_nulls ON t (c);
CREATE INDEX partial ON t (a);
CREATE INDEX keyed ON t (a);
CREATE INDEX collated ON t (b);
CREATE INDEX classed ON t (b);
CREATE INDEX turned ON t (a);
CREATE INDEX nulled ON t (a);
CREATE INDEX computed ON t ((a + 1));
CREATE TABLE w (v tsvector);
CREATE INDEX signed ON w USING gist (v);

-- finds: changed index public.i: options
ALTER INDEX i SET (fillfactor = 70);

-- finds: changed index public.i: tablespace
ALTER INDEX i SET TABLESPACE elsewhere;

-- finds: changed index public.expressed: keys
ALTER INDEX expressed ALTER COLUMN 1 SET STATISTICS 100;

-- finds: changed index public.hashed: method
DROP INDEX hashed;
CREATE INDEX hashed ON t USING hash (a);

-- finds: changed index public.made_unique: unique
DROP INDEX made_unique;
CREATE UNIQUE INDEX made_unique ON t (c);

-- finds: changed index public.elsewhere_on: table
DROP INDEX elsewhere_on;
CREATE INDEX elsewhere_on ON u (c);

-- finds: changed index public.wider: include
DROP INDEX wider;
CREATE INDEX wider ON t (c) INCLUDE (d);

-- finds: changed index public.distinct_nulls: nulls_not_distinct
DROP INDEX distinct_nulls;
CREATE UNIQUE INDEX distinct_nulls ON t (c) NULLS NOT DISTINCT;

-- finds: changed index public.partial: predicate
DROP INDEX partial;
CREATE INDEX partial ON t (a) WHERE a > 0;

-- finds: changed index public.keyed: keys
DROP INDEX keyed;
CREATE INDEX keyed ON t (c);

-- finds: changed index public.collated: keys
DROP INDEX collated;
CREATE INDEX collated ON t (b COLLATE "C");

-- finds: changed index public.classed: keys
DROP INDEX classed;
CREATE INDEX classed ON t (b text_pattern_ops);

-- finds: changed index public.turned: keys
DROP INDEX turned;
CREATE INDEX turned ON t (a DESC NULLS LAST);

-- finds: changed index public.nulled: keys
DROP INDEX nulled;
CREATE INDEX nulled ON t (a NULLS FIRST);

-- finds: changed index public.computed: keys
DROP INDEX computed;
CREATE INDEX computed ON t ((a + 2));

-- finds: changed index public.signed: keys
DROP INDEX signed;
CREATE INDEX signed ON w USING gist (v tsvector_ops (siglen = 100));

-- finds: missing index public.dropped
DROP INDEX dropped;

-- finds: unexpected index public.another
CREATE INDEX another ON t (d);

-- finds: changed index public.j: valid
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'j'::regclass;

-- setup: indexes of partitions
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE INDEX whole ON ONLY p (a);
CREATE INDEX part ON p1 (a);
CREATE TABLE q (a int) PARTITION BY LIST (a);
CREATE INDEX q_a ON q (a);

-- finds: changed index public.part: partition_of
-- finds: changed index public.whole: only
-- because: an index of a partitioned table is complete once all partitions have theirs
ALTER INDEX whole ATTACH PARTITION part;

-- finds: changed index public.q_a: only
-- unseen: pg_dump makes the index of each partition apart, so that it prints ONLY for each whole
DROP INDEX q_a;
CREATE TABLE q1 PARTITION OF q FOR VALUES IN (1);
CREATE INDEX q_a ON ONLY q (a);
DROP TABLE q1;
