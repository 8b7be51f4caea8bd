-- unresolved-ok: expressions name what was renamed
CREATE SCHEMA before;
CREATE TYPE before.mood AS ENUM ('a');
CREATE DOMAIN before.d AS before.mood;
CREATE TYPE before.c AS (a before.d);
CREATE TYPE before.r AS RANGE (subtype = int4);
CREATE FUNCTION before.trf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION before.f(before.mood, before.d[]) RETURNS before.c LANGUAGE sql AS 'SELECT NULL::before.c';
CREATE TABLE before.t (id serial PRIMARY KEY, m before.mood, r before.r) PARTITION BY RANGE (id);
CREATE TABLE before.t1 PARTITION OF before.t FOR VALUES FROM (1) TO (9);
CREATE INDEX i ON before.t (m);
CREATE TABLE outside (a int REFERENCES before.t, m before.mood[]);
CREATE TRIGGER trg AFTER INSERT ON outside FOR EACH ROW EXECUTE FUNCTION before.trf();
COMMENT ON TABLE before.t IS 'x';
COMMENT ON SCHEMA before IS 'y';
ALTER SCHEMA before RENAME TO after;
