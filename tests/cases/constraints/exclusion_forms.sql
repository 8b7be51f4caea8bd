CREATE TABLE t (
  a int, r int4range, p point, s text,
  EXCLUDE USING gist (r WITH &&),
  CONSTRAINT named EXCLUDE USING btree (a WITH =, lower(s) WITH =) WITH (fillfactor = 70) WHERE (a > 0),
  EXCLUDE (a WITH =) DEFERRABLE INITIALLY DEFERRED
);
ALTER TABLE t ADD EXCLUDE USING hash (s WITH =);
ALTER TABLE t ADD CONSTRAINT c EXCLUDE USING gist (p WITH ~=, r WITH -|-) INCLUDE (a);
-- expect-error: 42809
ALTER TABLE t ADD EXCLUDE (a WITH <);
-- expect-error: 42883
ALTER TABLE t ADD EXCLUDE (a WITH &&);
-- expect-error: 42704
ALTER TABLE t ADD EXCLUDE USING gist (a WITH =);
ALTER TABLE t DROP CONSTRAINT named;
ALTER TABLE t DROP COLUMN p;
