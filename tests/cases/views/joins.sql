CREATE TABLE a (id int PRIMARY KEY, name text);
CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a, v numeric);
CREATE VIEW v AS
  SELECT a.name, count(*) AS n, sum(b.v) AS total FROM a LEFT JOIN b ON b.a_id = a.id
  GROUP BY a.name HAVING count(*) > 1 ORDER BY 3 DESC LIMIT 5;
CREATE VIEW u AS SELECT id FROM a UNION ALL SELECT id FROM b;
CREATE VIEW c AS WITH x AS (SELECT id FROM a) SELECT x.id, EXISTS (SELECT 1 FROM b WHERE b.a_id = x.id) AS has FROM x;
