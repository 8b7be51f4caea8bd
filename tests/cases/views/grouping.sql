CREATE TABLE t (id int PRIMARY KEY, name text, grp int);
CREATE TABLE pair (a int, b int, c text, PRIMARY KEY (a, b));
CREATE TABLE lazy (id int PRIMARY KEY DEFERRABLE, name text);
CREATE TABLE keyless (id int UNIQUE NOT NULL, name text);
CREATE VIEW by_key AS SELECT t.id, t.name, count(*) AS n FROM t JOIN pair ON pair.a = t.id GROUP BY t.id;
CREATE VIEW by_both AS SELECT p.c, count(*) AS n FROM pair p GROUP BY p.b, p.a;
CREATE VIEW whole_row AS SELECT t AS row, max(grp) AS m FROM t GROUP BY id;
CREATE VIEW expressions AS SELECT lower(name) AS l, lower(name) || 'x' AS lx, count(*) AS n FROM t GROUP BY lower(name);
CREATE VIEW merged AS SELECT id, count(*) AS n FROM t FULL JOIN keyless USING (id) GROUP BY id;
CREATE VIEW merged_left AS SELECT id, keyless.id AS other, t.name FROM t LEFT JOIN keyless USING (id) GROUP BY id, keyless.id, t.name;
CREATE VIEW sets_rollup AS SELECT id, grp, grouping(id, grp) AS g, count(*) AS n FROM t GROUP BY id, ROLLUP (grp);
CREATE VIEW sets_name AS SELECT id, name FROM t GROUP BY id, CUBE (grp);
CREATE VIEW having_only AS SELECT 1 AS one FROM t HAVING count(*) > 1;
CREATE VIEW outer_aggregate AS SELECT grp FROM t GROUP BY grp HAVING EXISTS (SELECT 1 FROM pair WHERE pair.a = max(t.id));
CREATE VIEW outer_key AS SELECT grp, (SELECT count(*) FROM pair WHERE pair.a = t.grp) AS n FROM t GROUP BY grp;
CREATE VIEW ordered AS SELECT count(*) AS n FROM t GROUP BY grp ORDER BY grp, max(name);
CREATE VIEW window_over AS SELECT grp, sum(count(*)) OVER (ORDER BY grp) AS s FROM t GROUP BY grp;
CREATE VIEW within_group AS SELECT grp, percentile_cont(0.5) WITHIN GROUP (ORDER BY id) AS p FROM t GROUP BY grp;
CREATE VIEW by_position AS SELECT date_trunc('day', now()) AS d, grp, count(*) AS n FROM t GROUP BY 1, 2;
CREATE MATERIALIZED VIEW m AS SELECT id, name FROM t GROUP BY id;
-- expect-error: 42803
CREATE VIEW w AS SELECT name, count(*) FROM t;
-- expect-error: 42803
CREATE VIEW w AS SELECT name FROM t GROUP BY grp;
-- expect-error: 42803
CREATE VIEW w AS SELECT c FROM pair GROUP BY a;
-- expect-error: 42803
CREATE VIEW w AS SELECT name FROM lazy GROUP BY id;
-- expect-error: 42803
CREATE VIEW w AS SELECT name FROM keyless GROUP BY id;
-- expect-error: 42803
CREATE VIEW w AS SELECT id FROM t HAVING true;
-- expect-error: 42803
CREATE VIEW w AS SELECT grp FROM t GROUP BY grp ORDER BY name;
-- expect-error: 42803
CREATE VIEW w AS SELECT name FROM t GROUP BY ROLLUP (id);
-- expect-error: 42803
CREATE VIEW w AS SELECT upper(name) FROM t GROUP BY lower(name);
-- expect-error: 42803
CREATE VIEW w AS SELECT grp, (SELECT count(*) FROM pair WHERE pair.a = t.id) AS n FROM t GROUP BY grp;
-- expect-error: 42803
CREATE VIEW w AS SELECT sum(max(id)) FROM t;
-- expect-error: 42803
CREATE VIEW w AS SELECT sum(row_number() OVER ()) FROM t;
-- expect-error: 42803
CREATE VIEW w AS SELECT count(*) AS n FROM t GROUP BY 1;
-- expect-error: 42803
CREATE VIEW w AS SELECT id FROM t WHERE count(*) > 1;
-- expect-error: 42803
CREATE VIEW w AS SELECT grouping(name) FROM t GROUP BY grp;
-- expect-error: 42803
CREATE VIEW w AS SELECT percentile_cont(id) WITHIN GROUP (ORDER BY grp) FROM t;
-- expect-error: 2BP01
ALTER TABLE t DROP CONSTRAINT t_pkey;
ALTER TABLE t RENAME COLUMN id TO key;
ALTER TABLE t RENAME TO renamed;
-- expect-error: 2BP01
ALTER TABLE renamed DROP CONSTRAINT t_pkey;
ALTER TABLE pair DROP CONSTRAINT pair_pkey CASCADE;
