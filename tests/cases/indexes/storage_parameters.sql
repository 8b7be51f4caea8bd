CREATE TABLE t (a int PRIMARY KEY, b int[], c text UNIQUE WITH (fillfactor = 60));
CREATE INDEX g ON t USING gin (b) WITH (fastupdate = off);
CREATE INDEX i ON t (c);
ALTER INDEX g SET (fastupdate = on, gin_pending_list_limit = 128);
ALTER INDEX t_pkey SET (fillfactor = 80);
ALTER INDEX t_c_key RESET (fillfactor);
ALTER TABLE i SET (fillfactor = 33, deduplicate_items = off);
ALTER INDEX i SET TABLESPACE pg_default;
-- expect-error: 22023
ALTER INDEX i SET (fastupdate = on);
-- expect-error: 42809
ALTER INDEX t SET (fillfactor = 10);
-- expect-error: 42P01
ALTER INDEX nope SET (fillfactor = 10);
ALTER INDEX IF EXISTS nope SET (fillfactor = 10);
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE INDEX pi ON p (a);
-- expect-error: 42809
ALTER INDEX pi SET (fillfactor = 10);
