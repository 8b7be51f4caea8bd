-- expect-diagnostic: replay.not-compared
-- expect-diagnostic: replay.count-not-known
-- Objects of kinds that are only counted, made or dropped by statements that do not say how many.
CREATE TABLE t (a int, b int);
CREATE STATISTICS s1 ON a, b FROM t;
CREATE RULE r AS ON INSERT TO t DO NOTHING;
CREATE OR REPLACE RULE r AS ON INSERT TO t DO NOTHING;
CREATE TABLE gone (a int, b int);
CREATE STATISTICS s2 ON a, b FROM gone;
CREATE RULE r AS ON DELETE TO gone DO NOTHING;
DROP TABLE gone;
CREATE TABLE copy (LIKE t INCLUDING ALL);
CREATE TABLE less (a int, b int, c int);
CREATE STATISTICS s3 ON a, b FROM less;
ALTER TABLE less DROP COLUMN a;
CREATE STATISTICS IF NOT EXISTS s1 ON a, b FROM t;
DROP STATISTICS IF EXISTS nothing;
