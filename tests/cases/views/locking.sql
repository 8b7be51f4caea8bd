-- unresolved-ok: locking clauses are not analysed
-- expect-diagnostic: replay.unresolved-query
-- expect-diagnostic: replay.not-modelled
CREATE SCHEMA s;
CREATE TABLE s.t (a int, b int);
CREATE VIEW v AS SELECT a FROM s.t FOR UPDATE OF t;
CREATE VIEW w AS SELECT x.a FROM s.t x FOR SHARE OF x;
CREATE VIEW over AS SELECT a FROM v;
CREATE MATERIALIZED VIEW m AS SELECT a FROM w;
CREATE UNIQUE INDEX ON m (a);
