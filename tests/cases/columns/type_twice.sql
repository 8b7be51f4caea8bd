CREATE TABLE t (a int, b int, c int);
-- expect-error: 0A000
ALTER TABLE t ALTER a TYPE bigint, ALTER a TYPE text;
ALTER TABLE t ALTER a TYPE bigint, DROP COLUMN b, ADD COLUMN d int DEFAULT 1, ALTER c TYPE text;
-- expect-error: 42703
ALTER TABLE t ADD COLUMN e int, ALTER e TYPE bigint;
-- expect-error: 42703
ALTER TABLE t DROP COLUMN d, ALTER d TYPE bigint;
ALTER TABLE t ALTER a TYPE int, ALTER a SET DEFAULT 5, ALTER a SET NOT NULL;
