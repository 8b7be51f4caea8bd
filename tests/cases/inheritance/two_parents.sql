-- no-copy: columns that came to a parent later stand elsewhere
CREATE TABLE a (x int, y text DEFAULT 'a', CONSTRAINT c CHECK (x > 0));
CREATE TABLE b (x int, z int, CONSTRAINT c CHECK (x > 0));
CREATE TABLE k (x int, q int) INHERITS (a, b);
ALTER TABLE a DROP COLUMN x CASCADE;
ALTER TABLE b ADD COLUMN y text;
CREATE TABLE m (x bigint);
-- expect-error: 42804
CREATE TABLE bad () INHERITS (b, m);
CREATE TABLE n (y text DEFAULT 'n');
-- expect-error: 42611
CREATE TABLE bad () INHERITS (a, n);
CREATE TABLE good (y text DEFAULT 'own') INHERITS (a, n);
-- expect-error: 42P07
CREATE TABLE bad () INHERITS (a, a);
