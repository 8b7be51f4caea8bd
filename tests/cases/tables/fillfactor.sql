-- expect-error: 22023
CREATE TABLE t (a text) WITH (fillfactor = 5);
CREATE TABLE u (a text) WITH (fillfactor = 10);
-- expect-error: 22023
ALTER TABLE u SET (fillfactor = 5);
-- expect-error: 22023
ALTER TABLE u SET (fillfactor = 101);
-- expect-error: 22023
ALTER TABLE u SET (fillfactor = 'abc');
ALTER TABLE u SET (fillfactor = '70');
-- expect-error: 22023
ALTER TABLE u SET (parallel_workers = 1025);
-- expect-error: 22023
ALTER TABLE u SET (autovacuum_enabled = maybe);
-- expect-error: 22023
ALTER TABLE u SET (autovacuum_vacuum_scale_factor = 101);
-- expect-error: 22023
ALTER TABLE u SET (toast_tuple_target = 127);
-- expect-error: 22023
CREATE INDEX i ON u (a) WITH (fillfactor = 9);
CREATE INDEX i ON u (a) WITH (fillfactor = 100);
-- expect-error: 22023
CREATE INDEX g ON u USING gin (to_tsvector('english', a)) WITH (gin_pending_list_limit = 63);
-- expect-error: 22023
ALTER INDEX i SET (deduplicate_items = 2);
-- expect-error: 22023
ALTER INDEX i SET (nope = 2);
-- expect-error: 22023
ALTER TABLE u SET (nope = 2);
-- expect-error: 22023
CREATE TABLE w (a int) WITH (nope.fillfactor = 70);
