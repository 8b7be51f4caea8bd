CREATE TABLE t (a int, b text, c int[], d jsonb, e point, f tsvector, g varchar(20), "Odd" int);
CREATE INDEX ON t (a DESC NULLS LAST, b COLLATE "C" text_pattern_ops ASC NULLS FIRST) INCLUDE (c, "Odd")
    WITH (fillfactor = 80, deduplicate_items = off) WHERE a > 0 AND b IS NOT NULL;
CREATE UNIQUE INDEX unique_expression ON t (lower(b), (a + "Odd") DESC);
CREATE INDEX with_statistics ON t (lower(b), (a * 2));
ALTER INDEX with_statistics ALTER COLUMN 2 SET STATISTICS 500;
CREATE INDEX by_hash ON t USING hash (b);
CREATE INDEX by_gin ON t USING gin (c, d jsonb_path_ops) WITH (fastupdate = off, gin_pending_list_limit = 128);
CREATE INDEX by_gist ON t USING gist (e, f tsvector_ops (siglen = 100)) WITH (buffering = auto);
CREATE INDEX by_spgist ON t USING spgist (e quad_point_ops);
CREATE INDEX by_brin ON t USING brin (a) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX pattern ON t (g varchar_pattern_ops);
CREATE INDEX "Odd Index" ON t ("Odd");
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
CREATE UNIQUE INDEX m_a ON m (a);
ALTER MATERIALIZED VIEW m CLUSTER ON m_a;
COMMENT ON INDEX "Odd Index" IS 'odd';
