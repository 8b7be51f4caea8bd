-- setup: tables with nothing said, and two with parents
CREATE TABLE t (a int NOT NULL, b int);
CREATE UNIQUE INDEX t_a ON t (a);
CREATE INDEX t_b ON t (b);
ALTER TABLE t OWNER TO alice;
CREATE TABLE moved (a int);
CREATE TABLE dropped (a int);
CREATE TABLE logged (a int);

-- finds: changed table public.logged: persistence
ALTER TABLE logged SET UNLOGGED;

-- finds: changed table public.moved: tablespace
ALTER TABLE moved SET TABLESPACE elsewhere;

-- finds: changed table public.t: options
ALTER TABLE t SET (fillfactor = 70);

-- finds: changed table public.t: row_security
ALTER TABLE t ENABLE ROW LEVEL SECURITY;

-- finds: changed table public.t: force_row_security
ALTER TABLE t FORCE ROW LEVEL SECURITY;

-- finds: changed table public.t: cluster_index
ALTER TABLE t CLUSTER ON t_b;

-- finds: changed table public.t: replica_identity
-- undo: ALTER TABLE t REPLICA IDENTITY DEFAULT
ALTER TABLE t REPLICA IDENTITY FULL;

-- finds: changed table public.t: owner
ALTER TABLE t OWNER TO bob;

-- finds: missing table public.dropped
DROP TABLE dropped;

-- finds: unexpected table public.another
CREATE TABLE another (a serial PRIMARY KEY, b text);

-- setup: what identifies a row
CREATE TABLE t (a int NOT NULL, b int NOT NULL);
CREATE UNIQUE INDEX t_a ON t (a);
CREATE UNIQUE INDEX t_b ON t (b);
ALTER TABLE t REPLICA IDENTITY USING INDEX t_a;

-- finds: changed table public.t: replica_identity_index
ALTER TABLE t REPLICA IDENTITY USING INDEX t_b;

-- setup: another access method
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (a int);

-- finds: changed table public.t: access_method
ALTER TABLE t SET ACCESS METHOD heap2;

-- setup: parents and a type
CREATE TABLE parent (a int);
CREATE TABLE second ();
CREATE TABLE child () INHERITS (parent, second);
CREATE TYPE row_type AS (a int);
CREATE TYPE same_type AS (a int);
CREATE TABLE typed OF row_type;

-- finds: changed table public.child: inherits
ALTER TABLE child NO INHERIT second;

-- finds: changed table public.typed: of_type
ALTER TABLE typed OF same_type;

-- setup: partitions
CREATE TABLE p (a int) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
CREATE TABLE q (a int) PARTITION BY RANGE (a);
CREATE TABLE keyed (a int, b int) PARTITION BY LIST (a);

-- finds: changed table public.p1: partition_bound
ALTER TABLE p DETACH PARTITION p1;
ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM (1) TO (10);

-- finds: changed table public.p2: partition_of
ALTER TABLE p DETACH PARTITION p2;
ALTER TABLE q ATTACH PARTITION p2 FOR VALUES FROM (10) TO (20);

-- finds: changed table public.keyed: partition_key
DROP TABLE keyed;
CREATE TABLE keyed (a int, b int) PARTITION BY LIST (b);

-- setup: foreign tables
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER one FOREIGN DATA WRAPPER w;
CREATE SERVER two FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE f (a int) SERVER one OPTIONS (x '1');
CREATE FOREIGN TABLE g (a int) SERVER one;

-- finds: changed table public.f: foreign_options
ALTER FOREIGN TABLE f OPTIONS (SET x '2');

-- finds: changed table public.g: server
DROP FOREIGN TABLE g;
CREATE FOREIGN TABLE g (a int) SERVER two;
