CREATE TABLE a (x int, y text) PARTITION BY RANGE (x, y COLLATE "C");
CREATE TABLE b (x int, y text) PARTITION BY LIST (upper(y));
CREATE TABLE c (x int, y text) PARTITION BY HASH (y text_pattern_ops, x);
CREATE TABLE d (x int, y text) PARTITION BY LIST ((x % 10));
-- expect-error: 42703
CREATE TABLE e (x int) PARTITION BY LIST (nope);
-- expect-error: 42P17
CREATE TABLE e (x int, y int) PARTITION BY LIST (x, y);
-- expect-error: 42P17
CREATE TABLE e (x int) PARTITION BY LIST ((1));
-- expect-error: 42P17
CREATE TABLE e (x int) PARTITION BY LIST ((x + random()));
-- expect-error: 42P16
ALTER TABLE a DROP COLUMN y;
-- expect-error: 42P16
ALTER TABLE b DROP COLUMN y;
ALTER TABLE b DROP COLUMN x;
-- expect-error: 0A000
CREATE TABLE e (x int, y int PRIMARY KEY) PARTITION BY LIST (x);
-- expect-error: 0A000
CREATE TABLE e (x int, UNIQUE (x)) PARTITION BY LIST ((x + 1));
