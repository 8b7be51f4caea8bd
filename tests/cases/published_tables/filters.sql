-- majors: 15-
CREATE TABLE t (a int PRIMARY KEY, b text, c timestamptz, d int[]);
CREATE TABLE u (a int PRIMARY KEY, "Odd" text, e int);
CREATE TABLE parent (a int);
CREATE TABLE child (b int) INHERITS (parent);
CREATE TABLE p (a int, b text) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE PUBLICATION one FOR TABLE t WHERE (a > 5 AND b IN ('x', 'y') AND NOT (d = '{1}')),
  u ("Odd", a) WHERE (length("Odd") < 3 OR e IS NULL);
CREATE PUBLICATION two FOR TABLE t (c, a), parent WHERE (a < 7);
CREATE PUBLICATION three FOR TABLE p (a) WHERE (a <> 3) WITH (publish_via_partition_root);
CREATE PUBLICATION four FOR TABLE p1 (b) WHERE (b COLLATE "C" < 'z');
CREATE PUBLICATION five FOR TABLE ONLY u WHERE (CASE WHEN a > 1 THEN true ELSE e > 2 END),
  t WHERE (lower(b) = 'abc');
CREATE PUBLICATION six FOR TABLE t (a) WHERE (t.a > 1), TABLE u;
ALTER PUBLICATION two ADD TABLE ONLY u (e) WHERE (coalesce(e, a) BETWEEN 1 AND 9);
ALTER PUBLICATION two SET TABLE t (a, c), u (a, e) WHERE (e = 4);
ALTER PUBLICATION six SET TABLE t (a) WHERE (a > 1);
ALTER TABLE u RENAME COLUMN "Odd" TO even;
ALTER TABLE t RENAME COLUMN a TO id;
ALTER TABLE u RENAME TO uu;
ALTER PUBLICATION one RENAME TO first;
ALTER TABLE parent RENAME COLUMN a TO aa;
