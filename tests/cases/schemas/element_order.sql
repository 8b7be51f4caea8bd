CREATE SCHEMA s
  CREATE INDEX i ON t (a)
  CREATE TABLE t (a int DEFAULT 1, b int)
  CREATE SEQUENCE q;
-- expect-error: 42P15
CREATE SCHEMA other CREATE TABLE s.t2 (a int);
CREATE SCHEMA IF NOT EXISTS s;
-- expect-error: 42P06
CREATE SCHEMA s;
-- expect-error: 42939
CREATE SCHEMA pg_mine;
-- expect-error: 42939
ALTER SCHEMA s RENAME TO pg_mine;
-- expect-error: 3F000
ALTER SCHEMA nope RENAME TO other;
-- expect-error: 42P06
ALTER SCHEMA s RENAME TO public;
