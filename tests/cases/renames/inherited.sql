CREATE TABLE a (x int, CONSTRAINT positive CHECK (x > 0));
CREATE TABLE b (y int) INHERITS (a);
CREATE TABLE c (z int CHECK (z + x > 1)) INHERITS (b);
CREATE TABLE d (x int);
CREATE TABLE e () INHERITS (a, d);
-- expect-error: 42P16
ALTER TABLE a RENAME x TO xx;
DROP TABLE e;
ALTER TABLE a RENAME x TO xx;
-- expect-error: 42P16
ALTER TABLE ONLY a RENAME xx TO xxx;
-- expect-error: 42P16
ALTER TABLE b RENAME xx TO xxx;
ALTER TABLE b RENAME y TO yy;
ALTER TABLE a RENAME CONSTRAINT positive TO above_zero;
-- expect-error: 42P16
ALTER TABLE b RENAME CONSTRAINT above_zero TO x;
-- expect-error: 42P16
ALTER TABLE ONLY a RENAME CONSTRAINT above_zero TO x;
-- expect-error: 42701
ALTER TABLE a RENAME xx TO yy;
-- expect-error: 42701
ALTER TABLE a RENAME xx TO ctid;
-- expect-error: 0A000
ALTER TABLE a RENAME ctid TO x;
-- expect-error: 42703
ALTER TABLE a RENAME nope TO x;
