CREATE TABLE t (a int, b text, c int);
CREATE INDEX ON t (a);
CREATE INDEX ON t (a);
CREATE INDEX ON t (a, b);
CREATE INDEX ON t (lower(b));
CREATE INDEX ON t ((a + c), b);
CREATE UNIQUE INDEX ON t (c);
CREATE INDEX IF NOT EXISTS t_a_idx ON t (b);
