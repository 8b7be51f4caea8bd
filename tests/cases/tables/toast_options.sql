-- Options of a TOAST table that is not there are dropped.
CREATE TABLE without (a int, b numeric(10, 2), c varchar(10), d char(5), e uuid) WITH (toast.autovacuum_enabled = off);
CREATE TABLE with_one (a int, b text) WITH (toast.autovacuum_enabled = off, fillfactor = 50);
CREATE TABLE wide (a varchar(2000)) WITH (toast.autovacuum_enabled = off);
CREATE TABLE wide_enough (a varchar(600)) WITH (toast.autovacuum_enabled = off);
CREATE TABLE not_wide_enough (a varchar(500)) WITH (toast.autovacuum_enabled = off);
CREATE TABLE arrays (a int[]) WITH (toast.autovacuum_enabled = off);
CREATE TABLE plain (a int);
ALTER TABLE plain SET (toast.autovacuum_enabled = off);
ALTER TABLE plain ADD COLUMN b text;
ALTER TABLE plain SET (toast.autovacuum_enabled = off);
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE enums (a mood, b timestamptz, c interval, d inet, e bit(8)) WITH (toast.autovacuum_enabled = off);
CREATE TABLE p (a int, b text) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) WITH (toast.autovacuum_enabled = off);
CREATE MATERIALIZED VIEW m WITH (toast.autovacuum_enabled = off) AS SELECT 1 AS a;
CREATE MATERIALIZED VIEW m2 WITH (toast.autovacuum_enabled = off) AS SELECT 'x'::text AS a;
