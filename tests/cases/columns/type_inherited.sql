CREATE TABLE p (a int DEFAULT 1, b varchar(5), CONSTRAINT c CHECK (a > 0 AND b <> 'x'));
CREATE TABLE k (d int) INHERITS (p);
CREATE TABLE own (a int, b varchar(5), CONSTRAINT c CHECK (a > 0 AND b <> 'x')) INHERITS (p);
CREATE TABLE kk () INHERITS (k);
CREATE INDEX ON k (a);
COMMENT ON CONSTRAINT c ON p IS 'of p';
COMMENT ON CONSTRAINT c ON k IS 'of k';
COMMENT ON CONSTRAINT c ON own IS 'of own';
ALTER TABLE p ALTER a TYPE bigint;
ALTER TABLE p ALTER b TYPE text;
-- expect-error: 42P16
ALTER TABLE k ALTER a TYPE int;
-- expect-error: 42P16
ALTER TABLE ONLY p ALTER a TYPE int;
ALTER TABLE k ALTER d TYPE text;
CREATE TABLE q (a bigint);
CREATE TABLE two () INHERITS (p, q);
-- expect-error: 42P16
ALTER TABLE p ALTER a TYPE int;
