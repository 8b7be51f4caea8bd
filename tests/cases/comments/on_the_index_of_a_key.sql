-- expect-diagnostic: replay.not-compared
CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE);
COMMENT ON INDEX t_pkey IS 'the index, not the constraint';
COMMENT ON INDEX t_b_key IS 'of the unique constraint';
COMMENT ON CONSTRAINT t_b_key ON t IS 'the constraint';
