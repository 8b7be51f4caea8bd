CREATE TABLE t (
  a int, b text,
  c text GENERATED ALWAYS AS (upper(b) || a::text) STORED,
  d numeric GENERATED ALWAYS AS (a) STORED UNIQUE CHECK (d > 0)
);
-- expect-error: 42P17
CREATE TABLE u (a int, b int GENERATED ALWAYS AS (random()) STORED);
-- expect-error: 42P17
CREATE TABLE u (a int GENERATED ALWAYS AS (1) STORED, b int GENERATED ALWAYS AS (a) STORED);
-- expect-error: 42601
CREATE TABLE u (a int, b int DEFAULT 1 GENERATED ALWAYS AS (a) STORED);
-- expect-error: 42601
ALTER TABLE t ALTER c SET DEFAULT 'x';
-- expect-error: 42601
ALTER TABLE t ALTER c DROP DEFAULT;
CREATE INDEX ON t (c);
-- expect-error(15-): 2BP01
ALTER TABLE t DROP COLUMN b;
