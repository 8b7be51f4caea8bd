CREATE TABLE t (a int PRIMARY KEY, b text, parent int);
CREATE TYPE pair AS (x int, y text);
CREATE FUNCTION f(int) RETURNS pair LANGUAGE sql AS 'SELECT 1, ''a''::text';
CREATE FUNCTION g(int, OUT o1 int, OUT o2 text) LANGUAGE sql AS 'SELECT 1, ''a''::text';
CREATE VIEW lock1 AS SELECT * FROM t FOR UPDATE;
CREATE VIEW lock2 AS SELECT t.a, x.b FROM t JOIN t AS x USING (a) FOR SHARE OF x NOWAIT
  FOR NO KEY UPDATE OF t SKIP LOCKED;
CREATE VIEW lock3 AS SELECT * FROM (SELECT a FROM t WHERE a > 1) AS sub FOR KEY SHARE;
CREATE VIEW lock4 AS SELECT * FROM (SELECT a FROM t LIMIT 1 FOR UPDATE) AS sub, (SELECT 1 AS one) AS x, t AS other (q)
  LIMIT 3 FOR SHARE OF other;
CREATE VIEW sampled AS SELECT * FROM t TABLESAMPLE system (10 * 2) REPEATABLE (3);
CREATE VIEW sampled2 AS SELECT * FROM t AS x (q, r) TABLESAMPLE bernoulli (5.5);
CREATE VIEW expanded AS SELECT (f(a)).*, (g(a)).* FROM t;
CREATE VIEW expanded2 AS SELECT (ROW(1, 'x')::pair).*, (t).* FROM t;
CREATE VIEW row_star AS SELECT ROW(t.*, 1)::text AS r FROM t;
-- expect-error: 0A000
CREATE VIEW bad AS SELECT DISTINCT a FROM t FOR UPDATE;
-- expect-error: 0A000
CREATE VIEW bad AS SELECT count(*) FROM t FOR UPDATE;
-- expect-error: 0A000
CREATE VIEW bad AS SELECT a FROM t UNION SELECT 1 FOR UPDATE;
-- expect-error: 42P01
CREATE VIEW bad AS SELECT a FROM t FOR UPDATE OF missing;
-- expect-error: 0A000
CREATE VIEW bad AS SELECT * FROM generate_series(1, 2) g FOR UPDATE OF g;
-- expect-error: 42704
CREATE VIEW bad AS SELECT * FROM t TABLESAMPLE missing (1);
-- expect-error: 0A000
CREATE VIEW bad AS SELECT * FROM lock1 TABLESAMPLE system (1);
-- expect-error: 2202H
CREATE VIEW bad AS SELECT * FROM t TABLESAMPLE system (1, 2);
