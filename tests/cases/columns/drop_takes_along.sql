CREATE TABLE t (a int PRIMARY KEY, b int CHECK (b > 0), c int, UNIQUE (b, c), CHECK (b < c));
CREATE INDEX i ON t (b);
CREATE INDEX j ON t (c) WHERE b > 1;
CREATE INDEX k ON t (c);
ALTER TABLE t DROP COLUMN b;
