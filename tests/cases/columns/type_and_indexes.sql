CREATE TABLE t (a varchar(10), b int, c text, d text);
CREATE INDEX ON t (a);
CREATE UNIQUE INDEX u ON t (a, b DESC) INCLUDE (c);
CREATE INDEX e ON t (lower(a), (b + 1));
CREATE INDEX p ON t (c) WHERE a = 'x' AND b > 10;
CREATE INDEX o ON t (a varchar_pattern_ops);
CREATE INDEX k ON t (c COLLATE "C");
ALTER INDEX e ALTER COLUMN 2 SET STATISTICS 300;
COMMENT ON INDEX e IS 'stays';
ALTER TABLE t CLUSTER ON u;
ALTER TABLE t ALTER a TYPE text, ALTER b TYPE bigint;
ALTER TABLE t ALTER c TYPE varchar COLLATE "C";
ALTER TABLE t ALTER c TYPE int USING 1;
CREATE INDEX l ON t (d COLLATE "C");
-- expect-error: 42804
ALTER TABLE t ALTER d TYPE int USING 1;
DROP INDEX l;
ALTER TABLE t ALTER d TYPE json USING d::json;
-- expect-error: 42883
ALTER TABLE t ALTER b TYPE json USING to_json(b::int);
CREATE TABLE plain (a int);
CREATE INDEX ON plain (a);
-- expect-error: 42704
ALTER TABLE plain ALTER a TYPE json USING to_json(a);
