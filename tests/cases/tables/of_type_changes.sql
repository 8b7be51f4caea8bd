CREATE TYPE ty AS (a int, b text);
CREATE TYPE other AS (a int, b text);
CREATE TABLE t (a int DEFAULT 1, b text);
CREATE TABLE less (a int);
CREATE TABLE more (a int, b text, c int);
CREATE TABLE turned (b text, a int);
CREATE TABLE differs (a int, b varchar);
CREATE TABLE parent ();
CREATE TABLE child (a int, b text) INHERITS (parent);
ALTER TABLE t OF ty;
-- expect-error: 42804
ALTER TABLE less OF ty;
-- expect-error: 42804
ALTER TABLE more OF ty;
-- expect-error: 42804
ALTER TABLE turned OF ty;
-- expect-error: 42804
ALTER TABLE differs OF ty;
-- expect-error: 42809
ALTER TABLE child OF ty;
-- expect-error: 42704
ALTER TABLE t OF nope;
-- expect-error: 42809
ALTER TABLE t OF int4;
ALTER TABLE t OF other;
DROP TYPE ty;
-- expect-error: 2BP01
DROP TYPE other;
-- expect-error: 42809
ALTER TABLE t DROP COLUMN a;
-- expect-error: 42809
ALTER TABLE t ADD COLUMN c int;
ALTER TABLE t NOT OF;
-- expect-error: 42809
ALTER TABLE t NOT OF;
DROP TYPE other;
ALTER TABLE t DROP COLUMN a;
