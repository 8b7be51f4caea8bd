CREATE TABLE t (
  a varchar(10) CHECK (a = 'x' OR a IN ('y', 'z')),
  b int CHECK (b > 0),
  c text,
  CONSTRAINT pair CHECK (a <> c AND b < 100) NOT VALID
);
COMMENT ON CONSTRAINT pair ON t IS 'stays';
ALTER TABLE t ALTER a TYPE text;
ALTER TABLE t ALTER b TYPE bigint;
ALTER TABLE t ALTER b TYPE numeric(10, 2);
-- expect-error: 42883
ALTER TABLE t ALTER b TYPE text;
