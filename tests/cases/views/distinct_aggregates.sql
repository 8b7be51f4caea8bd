CREATE TABLE t (a int, j json, b jsonb);
CREATE VIEW counted AS SELECT count(DISTINCT b) AS n FROM t;
-- expect-error: 42883
CREATE VIEW refused AS SELECT count(DISTINCT j) AS n FROM t;
-- expect-error: 42883
CREATE VIEW refused AS SELECT json_agg(DISTINCT point '(1,2)') AS n FROM t;
