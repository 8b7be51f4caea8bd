CREATE TABLE t (a int DEFAULT 1, b varchar(10), c text, d timestamp);
CREATE INDEX ON t (b);
ALTER TABLE t ALTER a TYPE bigint;
ALTER TABLE t ALTER b TYPE varchar(200);
ALTER TABLE t ALTER c TYPE int USING c::int;
ALTER TABLE t ALTER d TYPE timestamptz USING d AT TIME ZONE 'UTC';
