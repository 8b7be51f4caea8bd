-- no-copy(-15): privileges on system columns are not compared
-- expect-diagnostic: replay.not-compared
CREATE TABLE t (a int PRIMARY KEY, b int);
GRANT SELECT (ctid) ON t TO PUBLIC;
COMMENT ON INDEX t_pkey IS 'of a key';
