CREATE TABLE t (a text) WITH (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = off);
CREATE UNLOGGED TABLE u (a int);
CREATE TEMP TABLE gone (a int);
ALTER TABLE t SET (fillfactor = 80, parallel_workers = 2);
ALTER TABLE t RESET (autovacuum_enabled);
