-- unresolved-ok: checks take parse analysis
CREATE TABLE t (a int PRIMARY KEY, b int CHECK (b > 0));
COMMENT ON TABLE t IS 'first';
COMMENT ON TABLE t IS 'second';
COMMENT ON COLUMN t.a IS 'x';
COMMENT ON COLUMN t.a IS NULL;
COMMENT ON COLUMN t.b IS '';
COMMENT ON CONSTRAINT t_pkey ON t IS 'key';
COMMENT ON CONSTRAINT t_b_check ON t IS 'It''s
two lines';
CREATE INDEX i ON t (b);
COMMENT ON INDEX i IS 'i';
CREATE SEQUENCE s;
COMMENT ON SEQUENCE s IS 's';
DROP SEQUENCE s;
COMMENT ON SCHEMA public IS 'ours';
