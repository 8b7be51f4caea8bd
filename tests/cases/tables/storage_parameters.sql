CREATE TABLE t (a text) WITH (fillfactor = 50, autovacuum_enabled = off);
ALTER TABLE t SET (fillfactor = 70, toast.autovacuum_enabled = false, parallel_workers = 4);
ALTER TABLE t RESET (autovacuum_enabled, user_catalog_table);
-- expect-error: 22023
ALTER TABLE t SET (nope = 1);
-- expect-error: 22023
ALTER TABLE t SET (nope.fillfactor = 1);
-- expect-error: 42601
ALTER TABLE t RESET (fillfactor = 10);
CREATE TABLE p (a int) PARTITION BY LIST (a);
-- expect-error(-15): 22023
-- expect-error(16-): 42809
ALTER TABLE p SET (fillfactor = 70);
ALTER TABLE t SET TABLESPACE pg_default;
ALTER TABLE t SET WITHOUT OIDS;
