-- BETWEEN makes a list of its own within the list that it stands in, and that stays so.
CREATE TABLE t (
  a int, b int, "AND" int,
  CHECK (a BETWEEN 1 AND 5 AND b > 0),
  CHECK (a NOT BETWEEN 1 AND 5 OR b > 0 OR "AND" = 1),
  CHECK (a BETWEEN SYMMETRIC b AND 5 OR b > 0),
  CHECK ((a > 1 AND b < 3) AND (a > 4 AND b = 2) AND a <> 7),
  CHECK (b > 1 AND a BETWEEN 2 AND 9),
  CHECK (a IN (1, 2) AND b IN (3, 4) AND "AND" IN (5))
);
CREATE INDEX i ON t (a, (a BETWEEN 1 AND b AND b > 3)) WHERE a BETWEEN 1 AND 5 AND b > 0 AND "AND" > 2;
CREATE VIEW v AS
SELECT a, sum(b) OVER (ORDER BY a ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s,
       CASE WHEN a BETWEEN 1 AND 2 AND b = 3 THEN 'x' ELSE 'AND' END AS c
FROM t WHERE a BETWEEN 1 AND 5 AND b > 0 AND EXISTS (SELECT FROM t u WHERE u.a BETWEEN 1 AND t.b AND u.b = 2);
CREATE POLICY p ON t USING (a BETWEEN 1 AND 5 AND b > 0);
ALTER TABLE t RENAME a TO z;
ALTER TABLE t RENAME "AND" TO "or";
ALTER TABLE t RENAME TO renamed;
DROP VIEW v;
DROP POLICY p ON renamed;
-- Here the server reads its own text again, in which the lists are one.
ALTER TABLE renamed ALTER z TYPE bigint;
