-- Objects of kinds that no expression names do not make its names uncertain.
-- expect-diagnostic: replay.not-compared
CREATE TABLE keep (a int, t text);
CREATE STATISTICS st ON a, t FROM keep;
CREATE PUBLICATION p FOR TABLE keep;
-- expect-error: 42883
CREATE VIEW v AS SELECT nosuch(1) AS a;
-- expect-error: 42883
CREATE TABLE t (i int CHECK (i < nosuch()));
-- expect-error: 42883
ALTER TABLE keep ADD b int DEFAULT nosuch();
-- expect-error: 42883
CREATE INDEX i ON keep (nosuch(a));
-- expect-error: 42883
CREATE POLICY pol ON keep USING (nosuch(a));
-- expect-error: 42703
CREATE MATERIALIZED VIEW m AS SELECT keep.nosuch FROM keep;
-- expect-error: 42883
CREATE TRIGGER tr BEFORE INSERT ON keep EXECUTE FUNCTION nosuch();
