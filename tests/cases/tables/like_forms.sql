-- no-copy: the type of an identity sequence that is not its column's is not written yet
CREATE TABLE src (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  a text DEFAULT 'x' NOT NULL COLLATE "C",
  b int CHECK (b > 0),
  c int GENERATED ALWAYS AS (b * 2) STORED,
  d serial,
  CONSTRAINT both_of CHECK (b > id),
  UNIQUE (a, b),
  EXCLUDE USING hash (a WITH =)
);
CREATE INDEX named ON src (lower(a)) WHERE b > 5;
COMMENT ON COLUMN src.a IS 'column a';
COMMENT ON CONSTRAINT both_of ON src IS 'check';
COMMENT ON INDEX named IS 'index';
ALTER TABLE src ALTER a SET STORAGE external, ALTER b SET STATISTICS 9;
CREATE TABLE plain (LIKE src);
CREATE TABLE everything (LIKE src INCLUDING ALL);
CREATE TABLE part (x int, LIKE src INCLUDING DEFAULTS INCLUDING CONSTRAINTS, y int);
CREATE TABLE indexes_only (LIKE src INCLUDING INDEXES EXCLUDING COMMENTS);
CREATE TABLE most (LIKE src INCLUDING ALL EXCLUDING IDENTITY EXCLUDING INDEXES);
CREATE VIEW v AS SELECT id, a FROM src;
CREATE TABLE of_view (LIKE v INCLUDING ALL);
-- expect-error: 42701
CREATE TABLE twice (id int, LIKE src);
-- expect-error: 42P01
CREATE TABLE none (LIKE nope);
-- expect-error: 42809
CREATE TABLE of_seq (LIKE src_d_seq);
