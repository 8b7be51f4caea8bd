CREATE TABLE t (
  a int4range,
  b varchar(10),
  CONSTRAINT no_overlap EXCLUDE USING gist (a WITH &&) WHERE (b <> 'x')
);
COMMENT ON CONSTRAINT no_overlap ON t IS 'kept';
ALTER TABLE t ALTER b TYPE text;
ALTER TABLE t ALTER a TYPE int8range USING int8range(lower(a), upper(a));
