SELECT 1

SELECT 1 AS a, 'x' AS b, NULL AS c, true AS d

SELECT id FROM users

SELECT * FROM users

SELECT u.id, u.name FROM users u

SELECT u.* FROM public.users u

SELECT users.name AS n, email FROM users WHERE active

SELECT id, upper(name) FROM users

SELECT id, name || ' <' || email || '>' AS who FROM users WHERE email IS NOT NULL

SELECT id FROM users ORDER BY name

SELECT id FROM users ORDER BY name DESC, created_at NULLS FIRST LIMIT 10 OFFSET 5

SELECT id, name AS n FROM users ORDER BY n, 1

SELECT id FROM users ORDER BY lower(name), score + 1 DESC NULLS LAST

SELECT DISTINCT name FROM users

SELECT DISTINCT ON (name) name, id FROM users ORDER BY name, created_at DESC

SELECT count(*) FROM users

SELECT count(*) AS total, max(score) AS best, avg(score) FROM users

SELECT active, count(*) FROM users GROUP BY active

SELECT active, count(*) FROM users GROUP BY 1 HAVING count(*) > 1 ORDER BY 2 DESC

SELECT date_trunc('day', created_at) AS day, count(*) FROM users GROUP BY day

SELECT date_trunc('day', created_at), count(*) FROM users GROUP BY date_trunc('day', created_at)

SELECT lower(name) AS l FROM users GROUP BY lower(name) ORDER BY lower(name)

SELECT u.name, o.total FROM users u JOIN orders o ON o.user_id = u.id

SELECT u.name, o.total FROM users u, orders o WHERE o.user_id = u.id

SELECT u.name, o.total FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE o.id IS NULL

SELECT u.name, o.total, i.sku FROM users u JOIN orders o ON o.user_id = u.id JOIN items i ON i.order_id = o.id

SELECT u.name, i.sku FROM users u LEFT JOIN (orders o JOIN items i ON i.order_id = o.id) ON o.user_id = u.id

SELECT * FROM orders JOIN items USING (id)

SELECT id, total, sku FROM orders JOIN items USING (id)

SELECT id, total, sku FROM orders LEFT JOIN items USING (id)

SELECT id, total, sku FROM orders FULL JOIN items USING (id)

SELECT id, total, sku FROM orders RIGHT JOIN items USING (id)

SELECT o.id, i.id AS item FROM orders o FULL JOIN items i USING (id)

SELECT * FROM orders NATURAL JOIN items

SELECT * FROM users CROSS JOIN orders

SELECT x.id, x.sku FROM (orders JOIN items USING (id)) AS x

SELECT a.id, b.id AS other FROM users a JOIN users b ON a.manager_id = b.id

SELECT users.id, users_1.id AS other FROM users JOIN users users_1 ON users.manager_id = users_1.id

SELECT id FROM users WHERE id IN (SELECT user_id FROM orders)

SELECT id FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id AND o.total > 100)

SELECT id, (SELECT count(*) FROM orders o WHERE o.user_id = users.id) AS orders FROM users

SELECT id, (SELECT max(total) FROM orders WHERE user_id = users.id) FROM users

SELECT id, ARRAY(SELECT o.id FROM orders o WHERE o.user_id = u.id ORDER BY o.id) AS order_ids FROM users u

SELECT s.id FROM (SELECT id, name FROM users WHERE active) s WHERE s.name <> ''

SELECT s.a, s.b FROM (SELECT id, name FROM users) s(a, b)

SELECT * FROM (SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id) AS sums

WITH big AS (SELECT * FROM orders WHERE total > 100) SELECT id, total FROM big

WITH a AS (SELECT id FROM users), b AS (SELECT a.id FROM a) SELECT b.id FROM b JOIN a ON a.id = b.id

WITH x(a, b) AS MATERIALIZED (SELECT id, name FROM users) SELECT a, b FROM x

WITH users AS (SELECT 1 AS id) SELECT u.id, o.name FROM users u, public.users o

WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 10) SELECT n FROM r

WITH RECURSIVE tree(id, depth) AS (SELECT id, 0 FROM users WHERE manager_id IS NULL UNION ALL SELECT u.id, t.depth + 1 FROM users u JOIN tree t ON u.manager_id = t.id) SELECT * FROM tree

SELECT id FROM users UNION SELECT user_id FROM orders

SELECT id FROM users UNION ALL SELECT user_id FROM orders ORDER BY 1

SELECT id, 'user' AS kind FROM users UNION ALL SELECT user_id, 'order' FROM orders

SELECT 1 AS a UNION SELECT 2.5

SELECT 'a' UNION SELECT NULL

SELECT name FROM users UNION SELECT email FROM users EXCEPT SELECT note FROM orders

SELECT id FROM users UNION (SELECT user_id FROM orders INTERSECT SELECT id FROM users)

(SELECT id FROM users ORDER BY name LIMIT 1) UNION ALL SELECT user_id FROM orders

SELECT id FROM users UNION SELECT user_id FROM orders ORDER BY id LIMIT 3

VALUES (1, 'a'), (2, 'b')

SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(n, l)

SELECT v.column1 FROM (VALUES (1), (2.5)) v

SELECT id, row_number() OVER (ORDER BY created_at) AS n FROM users

SELECT id, rank() OVER (PARTITION BY active ORDER BY score DESC) FROM users

SELECT id, sum(total) OVER w AS running FROM orders WINDOW w AS (PARTITION BY user_id ORDER BY placed_on)

SELECT id, sum(total) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM orders

SELECT id, avg(total) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING) FROM orders

SELECT id, lag(total) OVER (ORDER BY id), lead(total, 2, 0) OVER (ORDER BY id) FROM orders

SELECT id, count(*) OVER () FROM orders

SELECT user_id, string_agg(note, ', ' ORDER BY id) AS notes FROM orders GROUP BY user_id

SELECT user_id, array_agg(DISTINCT note) FROM orders GROUP BY user_id

SELECT count(DISTINCT user_id), count(*) FILTER (WHERE total > 5) FROM orders

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY total) FROM orders

SELECT mode() WITHIN GROUP (ORDER BY note), percentile_disc(0.9) WITHIN GROUP (ORDER BY total DESC) FROM orders

SELECT rank(5) WITHIN GROUP (ORDER BY quantity) FROM items

SELECT app.product(total) FROM orders

SELECT product(total) AS p FROM orders

SELECT json_agg(o) FROM orders o

SELECT to_jsonb(o.*) AS j FROM orders o

SELECT row_to_json(o) FROM orders o

SELECT jsonb_build_object('id', id, 'name', name) AS j FROM users

SELECT o FROM orders o

SELECT o.label FROM orders o

SELECT label(o) FROM orders o

SELECT g FROM generate_series(1, 10) AS g

SELECT * FROM generate_series(1, 10)

SELECT n FROM generate_series(1, 10) AS t(n)

SELECT u.id, t.tag FROM users u, unnest(u.tags) AS t(tag)

SELECT u.id, tag, pos FROM users u CROSS JOIN LATERAL unnest(u.tags) WITH ORDINALITY AS t(tag, pos)

SELECT u.id, o.total FROM users u LEFT JOIN LATERAL (SELECT total FROM orders WHERE user_id = u.id ORDER BY id DESC LIMIT 1) o ON true

SELECT r.a, r.b FROM rows_of(3) r

SELECT * FROM app.rows_of(3)

SELECT e.key, e.value FROM jsonb_each('{}'::jsonb) e

SELECT x.a FROM json_to_record('{}') AS x(a int, b text)

SELECT * FROM app.active_users

SELECT name FROM active_users a WHERE a.id IS NOT NULL

SELECT * FROM totals

SELECT id, CASE WHEN total > 100 THEN 'big' WHEN total > 10 THEN 'medium' ELSE 'small' END AS size FROM orders

SELECT id, CASE state WHEN 'sad' THEN 1 ELSE 0 END FROM orders

SELECT id, coalesce(note, 'none') AS note, state::text FROM orders WHERE state IN ('sad', 'ok')

SELECT id, total * 1.19 AS gross, round(total * 0.19, 2) AS tax FROM orders

SELECT id FROM orders WHERE placed_on >= CURRENT_DATE - 7 AND placed_on < CURRENT_DATE

SELECT id FROM orders WHERE placed_on > now() - interval '30 days'

SELECT extract(year FROM placed_on) AS year, extract(month FROM placed_on) AS month, sum(total) FROM orders GROUP BY 1, 2

SELECT EXTRACT(YEAR FROM placed_on)::int AS y FROM orders

SELECT user_id, active, count(*) FROM orders JOIN users ON users.id = user_id GROUP BY ROLLUP (user_id, active)

SELECT state, user_id, sum(total), grouping(state, user_id) FROM orders GROUP BY GROUPING SETS ((state), (user_id), ())

SELECT state, user_id, sum(total) FROM orders GROUP BY CUBE (state, user_id)

SELECT sku FROM items ORDER BY sku

SELECT sku COLLATE "C" AS s, sku || 'x' AS t FROM items

SELECT note::varchar(10) AS n, note::text, total::int, id::numeric(10,0) FROM orders

SELECT (SELECT 1) + 1 AS two, EXISTS (SELECT 1 FROM users) AS e

SELECT id FROM orders WHERE (user_id, total) IN (SELECT user_id, max(total) FROM orders GROUP BY user_id)

SELECT id FROM orders WHERE total > ALL (SELECT total FROM orders)

SELECT id FROM orders o WHERE total = (SELECT max(i.total) FROM orders i WHERE i.user_id = o.user_id)

SELECT DISTINCT u.id, u.name FROM users u JOIN orders o ON o.user_id = u.id AND o.total > 5 WHERE u.active OR u.score > 3.5

SELECT current_user AS cu, CURRENT_DATE AS cd, now() AS n, LOCALTIMESTAMP

SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'

SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'

SELECT relname, relkind = 'r' AS is_table FROM pg_catalog.pg_class

SELECT id FROM ONLY users

SELECT last_value FROM public.s

SELECT id AS "Odd Name", name AS "select" FROM users

SELECT id FROM users LIMIT ALL

SELECT id FROM users FETCH FIRST 5 ROWS ONLY

SELECT id FROM users ORDER BY id FETCH FIRST 5 ROWS WITH TIES

SELECT id FROM users OFFSET 3

SELECT new.id, old.id AS oid FROM users new JOIN users old ON new.id = old.manager_id

SELECT (addr).street, (addr).zip FROM app.t

SELECT addr FROM app.t

SELECT ia[1], ta[2:3], jb -> 'a' AS ja FROM app.t

SELECT id + 1 AS a, -id AS b, id % 2 = 0 AS even FROM app.t

SELECT nullif(txt, '') AS x, greatest(id, big) AS g, least(id, 5) FROM app.t

SELECT txt LIKE 'a%' AS l, vc = ANY (ARRAY['a', 'b']) AS a, id BETWEEN 1 AND 2 AS b FROM app.t

SELECT vc AS a FROM app.t UNION SELECT txt FROM app.t

SELECT ch, vc, c1, nm FROM app.t WHERE vc = 'x'

SELECT t.id, t.txt FROM t WHERE t.m = 'sad'

SELECT count(*) FROM (SELECT DISTINCT user_id FROM orders) x

SELECT a.id FROM users a WHERE a.id NOT IN (SELECT b.manager_id FROM users b WHERE b.manager_id IS NOT NULL)

SELECT x.n, y.n AS m FROM (SELECT 1 AS n) x, (SELECT 2 AS n) y

SELECT x.id FROM (SELECT id FROM users UNION ALL SELECT user_id FROM orders) x

SELECT min(placed_on), max(placed_on) FROM orders WHERE user_id IS NOT NULL HAVING count(*) > 0

SELECT nosuch FROM users

SELECT id FROM nosuch

SELECT u.nosuch FROM users u

SELECT id, id FROM users

SELECT id FROM users, orders

SELECT users.id FROM users u

SELECT id FROM users WHERE name

SELECT id FROM users WHERE sum(score) > 1

SELECT name + 1 FROM users

SELECT a UNION SELECT 1

SELECT 1, 2 UNION SELECT 1

SELECT id FROM users UNION SELECT total FROM orders

SELECT j FROM app.t UNION SELECT j FROM app.t
