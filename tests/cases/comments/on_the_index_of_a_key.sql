CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE);
COMMENT ON INDEX t_pkey IS 'the index, not the constraint';
COMMENT ON INDEX t_b_key IS 'of the unique constraint';
COMMENT ON CONSTRAINT t_b_key ON t IS 'the constraint';

-- It is the index's, whatever becomes of the constraint.
ALTER TABLE t RENAME CONSTRAINT t_b_key TO b_is_unique;
CREATE TABLE copied (LIKE t INCLUDING INDEXES INCLUDING COMMENTS);
CREATE SCHEMA elsewhere;
CREATE TABLE moved (LIKE t INCLUDING ALL);
ALTER TABLE moved SET SCHEMA elsewhere;

CREATE TABLE used (a int NOT NULL, b int);
CREATE UNIQUE INDEX used_a ON used (a);
COMMENT ON INDEX used_a IS 'was there before the constraint';
ALTER TABLE used ADD CONSTRAINT used_key UNIQUE USING INDEX used_a;

CREATE TABLE retyped (a int4range, EXCLUDE USING gist (a WITH &&), b int PRIMARY KEY);
COMMENT ON INDEX retyped_a_excl IS 'kept';
COMMENT ON CONSTRAINT retyped_a_excl ON retyped IS 'kept as well';
COMMENT ON INDEX retyped_pkey IS 'kept, too';
ALTER TABLE retyped ALTER a TYPE int8range USING NULL, ALTER b TYPE bigint;

CREATE TABLE dropped (a int PRIMARY KEY);
COMMENT ON INDEX dropped_pkey IS 'gone';
ALTER TABLE dropped DROP CONSTRAINT dropped_pkey;
ALTER TABLE dropped ADD PRIMARY KEY (a);
COMMENT ON INDEX dropped_pkey IS 'gone again';
COMMENT ON INDEX dropped_pkey IS NULL;

-- Those of partitions are made anew, with the comment of the whole before 17.
CREATE TABLE whole (a int, b varchar(10), UNIQUE (a, b)) PARTITION BY HASH (a);
COMMENT ON INDEX whole_a_b_key IS 'the whole';
CREATE TABLE part PARTITION OF whole FOR VALUES WITH (MODULUS 1, REMAINDER 0);
COMMENT ON INDEX part_a_b_key IS 'the part';
ALTER TABLE whole ALTER b TYPE varchar(20);
