CREATE TABLE t (a int, b boolean, c text, d timestamptz);
CREATE INDEX i ON t (a) INCLUDE (c, d) WHERE b;
CREATE UNIQUE INDEX j ON t (a) WHERE d IS NULL AND c <> '';
CREATE INDEX k ON t (a) WITH (fillfactor = 60) WHERE a > 10 AND NOT b;
