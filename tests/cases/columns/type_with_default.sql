CREATE TABLE t (
  a int DEFAULT 1,
  b varchar(10) DEFAULT 'abc',
  c text DEFAULT 'x' || 'y',
  d numeric(10, 2) DEFAULT 1.5,
  e date DEFAULT '2020-01-01',
  f bool DEFAULT false,
  g varchar DEFAULT NULL::varchar
);
ALTER TABLE t ALTER a TYPE bigint, ALTER b TYPE text, ALTER c TYPE varchar(20);
ALTER TABLE t ALTER d TYPE numeric(12, 4);
ALTER TABLE t ALTER e TYPE timestamptz;
ALTER TABLE t ALTER g TYPE text;
-- expect-error: 42804
ALTER TABLE t ALTER f TYPE int USING f::int;
ALTER TABLE t ALTER f DROP DEFAULT, ALTER f TYPE int USING f::int, ALTER f SET DEFAULT 0;
-- expect-error: 42804
ALTER TABLE t ALTER b TYPE int;
