-- majors: 15-
CREATE TABLE t (a int PRIMARY KEY, b text, g int GENERATED ALWAYS AS (a + 1) STORED);
CREATE TABLE u (a int, b int);
CREATE TABLE p (a int, b text) PARTITION BY LIST (a);
CREATE TABLE parent (a int);
CREATE TABLE child (b int) INHERITS (parent);
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE m (a mood);
CREATE FUNCTION f(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 1';
CREATE PUBLICATION pub FOR TABLE t WHERE (a > 1);
-- expect-error: 42804
CREATE PUBLICATION x FOR TABLE t WHERE (a);
-- expect-error: 42703
CREATE PUBLICATION x FOR TABLE t WHERE (nobody > 1);
-- expect-error: 42803
CREATE PUBLICATION x FOR TABLE t WHERE (avg(a) > 1);
-- expect-error: 0A000
CREATE PUBLICATION x FOR TABLE t WHERE (f(a));
-- expect-error: 0A000
CREATE PUBLICATION x FOR TABLE t WHERE (a < random() * 200);
-- expect-error: 0A000
CREATE PUBLICATION x FOR TABLE m WHERE (a = 'glad');
-- expect-error: 0A000
CREATE PUBLICATION x FOR TABLE t WHERE (a IN (SELECT 1));
-- expect-error: 0A000
CREATE PUBLICATION x FOR TABLE t WHERE (ctid IS NOT NULL);
-- expect-error: 0A000
CREATE PUBLICATION x FOR TABLE t WHERE (now() > '2020-01-01');
-- expect-error: 42710
CREATE PUBLICATION x FOR TABLE t WHERE (a > 1), t WHERE (a > 2);
-- expect-error: 42710
CREATE PUBLICATION x FOR TABLE t, t WHERE (a > 2);
-- expect-error: 42710
CREATE PUBLICATION x FOR TABLE t (a), t;
-- expect-error: 42710
CREATE PUBLICATION x FOR TABLE child, parent WHERE (a > 2);
-- expect-error: 22023
CREATE PUBLICATION x FOR TABLE p WHERE (a > 1);
-- expect-error: 22023
CREATE PUBLICATION x FOR TABLE p (a);
-- expect-error: 42703
CREATE PUBLICATION x FOR TABLE t (nobody);
-- expect-error: 42P10
CREATE PUBLICATION x FOR TABLE t (ctid);
-- expect-error(-17): 42P10
CREATE PUBLICATION of_generated FOR TABLE t (a, g);
-- expect-error: 42710
CREATE PUBLICATION x FOR TABLE t (a, a);
-- expect-error: 42601
ALTER PUBLICATION pub DROP TABLE t (a);
-- expect-error: 42601
ALTER PUBLICATION pub DROP TABLE t WHERE (a > 1);
CREATE PUBLICATION roots FOR TABLE p (a) WHERE (a > 1) WITH (publish_via_partition_root);
-- expect-error: 22023
ALTER PUBLICATION roots SET (publish_via_partition_root = false);
-- expect-error: 2BP01
ALTER TABLE t DROP COLUMN a;
-- expect-error: 0A000
ALTER TABLE t ALTER COLUMN a TYPE bigint;
CREATE PUBLICATION lists FOR TABLE u (b), t (b);
-- expect-error: 2BP01
ALTER TABLE u DROP COLUMN b;
-- expect-error: 0A000
ALTER TABLE u ALTER COLUMN b TYPE bigint;
ALTER TABLE u DROP COLUMN b CASCADE;
ALTER TABLE t DROP COLUMN a CASCADE;
