-- setup: materialized views, one with indexes
CREATE TABLE t (a int, b int);
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
CREATE UNIQUE INDEX m_a ON m (a);
CREATE UNIQUE INDEX m_b ON m (b);
ALTER MATERIALIZED VIEW m CLUSTER ON m_a;
ALTER MATERIALIZED VIEW m OWNER TO alice;
CREATE MATERIALIZED VIEW filtered AS SELECT a FROM t WHERE a > 0;
CREATE MATERIALIZED VIEW dropped AS SELECT a FROM t;

-- finds: changed materialized view public.m: owner
ALTER MATERIALIZED VIEW m OWNER TO bob;

-- finds: changed materialized view public.m: options
ALTER MATERIALIZED VIEW m SET (fillfactor = 70);

-- finds: changed materialized view public.m: cluster_index
ALTER MATERIALIZED VIEW m CLUSTER ON m_b;

-- finds: changed materialized view public.m: tablespace
ALTER MATERIALIZED VIEW m SET TABLESPACE elsewhere;

-- finds: not compared: replica identity of a materialized view
ALTER MATERIALIZED VIEW m REPLICA IDENTITY FULL;

-- finds: changed materialized view public.filtered: query
DROP MATERIALIZED VIEW filtered;
CREATE MATERIALIZED VIEW filtered AS SELECT a FROM t WHERE a > 1;

-- finds: missing materialized view public.dropped
DROP MATERIALIZED VIEW dropped;

-- finds: unexpected materialized view public.another
CREATE MATERIALIZED VIEW another AS SELECT 1 AS one;

-- setup: another access method
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE MATERIALIZED VIEW m AS SELECT 1 AS one;

-- finds: changed materialized view public.m: access_method
ALTER MATERIALIZED VIEW m SET ACCESS METHOD heap2;
