CREATE TABLE t (a text, b jsonb, c varchar(8));
CREATE INDEX i ON t (a text_pattern_ops);
CREATE INDEX j ON t USING gin (b jsonb_path_ops);
CREATE INDEX h ON t USING hash (c);
-- expect-error: 42804
ALTER TABLE t ALTER a TYPE int USING 1;
ALTER TABLE t ALTER a TYPE varchar(40);
ALTER TABLE t ALTER c TYPE uuid USING c::uuid;
