CREATE TABLE t (a int PRIMARY KEY);
CREATE INDEX i ON t (a);
-- expect-error: 42P07
CREATE INDEX i ON t (a);
-- expect-error: 42703
CREATE INDEX j ON t (nope);
-- expect-error: 42704
CREATE INDEX j ON t USING nope (a);
-- expect-error: 2BP01
DROP INDEX t_pkey;
-- expect-error: 42P01
CREATE INDEX j ON nope (a);
