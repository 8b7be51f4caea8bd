-- majors: 14-
CREATE TABLE t (a int PRIMARY KEY, b text, parent int);
CREATE VIEW depth AS WITH RECURSIVE tree(id, up) AS (
  SELECT a, parent FROM t WHERE parent IS NULL
  UNION ALL SELECT t.a, t.parent FROM t JOIN tree ON t.parent = tree.id
) SEARCH DEPTH FIRST BY id, up SET seq SELECT id, up, seq::text FROM tree ORDER BY seq;
CREATE VIEW breadth AS WITH RECURSIVE tree AS (
  SELECT a, parent FROM t WHERE parent IS NULL
  UNION ALL SELECT t.a, t.parent FROM t JOIN tree ON t.parent = tree.a
) SEARCH BREADTH FIRST BY a SET seq CYCLE a SET looped USING path
SELECT a, parent, seq::text, looped, path::text FROM tree;
CREATE VIEW marks AS WITH RECURSIVE tree AS (
  SELECT a, parent FROM t UNION SELECT t.a, t.parent FROM t, tree WHERE t.parent = tree.a
) CYCLE a, parent SET mark TO 1 DEFAULT 0 USING path SELECT a, mark, path::text FROM tree;
-- expect-error: 42601
CREATE VIEW bad AS WITH RECURSIVE tree AS (SELECT 1 AS a UNION SELECT a FROM tree)
  SEARCH DEPTH FIRST BY missing SET seq SELECT * FROM tree;
-- expect-error: 42601
CREATE VIEW bad AS WITH RECURSIVE tree AS (SELECT 1 AS a) SEARCH DEPTH FIRST BY a SET seq
  SELECT * FROM tree;
