CREATE TABLE a (id int PRIMARY KEY);
-- expect-error: 42803
CREATE VIEW v AS SELECT GROUPING(id) AS x FROM a;
-- expect-error: 42803
CREATE VIEW w AS SELECT a.id, count(*) FROM a GROUP BY a.id HAVING GROUPING(a.id + 1) = 0;
CREATE VIEW ok AS SELECT a.id, count(*) FROM a GROUP BY a.id HAVING GROUPING(a.id) = 0;
-- expect-error: 42803
CREATE VIEW w AS SELECT a.id FROM a WHERE GROUPING(a.id) = 0 GROUP BY a.id;
