-- expect-diagnostic: replay.not-compared
-- expect-diagnostic: replay.count-not-known
SET allow_in_place_tablespaces = on;
CREATE TABLESPACE sd_elsewhere LOCATION '';
CREATE TABLE t (a int PRIMARY KEY, b int) TABLESPACE sd_elsewhere;
CREATE INDEX i ON t (b) TABLESPACE sd_elsewhere;
CREATE TABLE u (a int UNIQUE USING INDEX TABLESPACE sd_elsewhere);
CREATE MATERIALIZED VIEW m TABLESPACE sd_elsewhere AS SELECT a FROM t;
CREATE TABLE p (a int) PARTITION BY LIST (a) TABLESPACE sd_elsewhere;
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
ALTER INDEX ALL IN TABLESPACE sd_elsewhere SET TABLESPACE pg_default;
ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE sd_elsewhere;
ALTER MATERIALIZED VIEW ALL IN TABLESPACE sd_elsewhere SET TABLESPACE pg_default;
CREATE INDEX later ON u (a) TABLESPACE sd_elsewhere;
ALTER TABLE ALL IN TABLESPACE sd_elsewhere SET TABLESPACE sd_elsewhere;
