CREATE TABLE t (a int, b int);
-- expect-error: 42701
ALTER TABLE t ADD COLUMN a int;
-- expect-error: 42703
ALTER TABLE t DROP COLUMN nope;
-- expect-error: 42703
ALTER TABLE t RENAME COLUMN nope TO x;
-- expect-error: 42701
ALTER TABLE t RENAME COLUMN a TO b;
-- expect-error: 42P01
ALTER TABLE nope ADD COLUMN a int;
ALTER TABLE IF EXISTS nope ADD COLUMN a int;
