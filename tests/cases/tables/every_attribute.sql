CREATE TYPE address AS (street text, "Zip Code" varchar(10));
CREATE TABLE plain ();
CREATE TABLE "Odd ""Table"" Name" ("Odd Column" int, "select" text, "ÄÖ" numeric(10,2)[]);
CREATE UNLOGGED TABLE logless (a int) WITH (fillfactor = 50, toast_tuple_target = 1024);
CREATE TABLE typed OF address (street NOT NULL DEFAULT 'Elm', PRIMARY KEY ("Zip Code"));
CREATE TABLE stored (
    a text,
    b text COLLATE "C" DEFAULT 'x' NOT NULL,
    c bytea,
    d numeric,
    e jsonb DEFAULT '{}'::jsonb
) WITH (autovacuum_vacuum_scale_factor = 0.25, toast.autovacuum_vacuum_threshold = 17,
        autovacuum_enabled = false, vacuum_truncate = off, parallel_workers = 3);
ALTER TABLE stored ALTER a SET STATISTICS 300, ALTER b SET STATISTICS 0,
    ALTER a SET STORAGE EXTERNAL, ALTER c SET STORAGE PLAIN, ALTER d SET STORAGE EXTENDED;
ALTER TABLE stored ALTER a SET (n_distinct = -0.5), ALTER b SET (n_distinct_inherited = 7);
CREATE TABLE replicated (a int NOT NULL, b int NOT NULL, UNIQUE (a));
CREATE UNIQUE INDEX replicated_b ON replicated (b);
ALTER TABLE replicated REPLICA IDENTITY USING INDEX replicated_b;
CREATE TABLE replicated_by_key (a int PRIMARY KEY, b int UNIQUE NOT NULL);
ALTER TABLE replicated_by_key REPLICA IDENTITY USING INDEX replicated_by_key_b_key;
CREATE TABLE replicated_whole (a int);
ALTER TABLE replicated_whole REPLICA IDENTITY FULL;
CREATE TABLE not_replicated (a int);
ALTER TABLE not_replicated REPLICA IDENTITY NOTHING;
CREATE TABLE clustered (a int PRIMARY KEY, b int);
CREATE INDEX clustered_b ON clustered (b);
ALTER TABLE clustered CLUSTER ON clustered_b;
CREATE TABLE clustered_by_key (a int PRIMARY KEY);
ALTER TABLE clustered_by_key CLUSTER ON clustered_by_key_pkey;
CREATE TABLE secured (a int);
ALTER TABLE secured ENABLE ROW LEVEL SECURITY;
CREATE TABLE secured_for_all (a int);
ALTER TABLE secured_for_all ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE TABLE dropped (a int, b int, c int);
ALTER TABLE dropped DROP COLUMN b, ADD COLUMN d text DEFAULT 'd';
