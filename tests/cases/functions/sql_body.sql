-- majors: 14-
CREATE TYPE pair AS (x int, y text);
CREATE TABLE t (a int PRIMARY KEY, b text, p pair);
CREATE FUNCTION add(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql IMMUTABLE RETURN a + b;
CREATE FUNCTION unnamed(int, text) RETURNS text RETURN $1 || $2 || lower($2);
CREATE FUNCTION lit() RETURNS text RETURN 'x';
CREATE FUNCTION sub(k int) RETURNS bigint RETURN (SELECT count(*) FROM t WHERE t.a = k AND b <> 'x');
CREATE FUNCTION cases(k int) RETURNS text
  RETURN CASE WHEN k > 0 THEN 'pos' WHEN k < 0 THEN 'neg' ELSE 'zero' END;
CREATE FUNCTION sets(k int) RETURNS boolean
  RETURN k IN (SELECT 1 UNION ALL SELECT a FROM t EXCEPT (SELECT 2 UNION SELECT 3) ORDER BY 1 LIMIT 3);
CREATE FUNCTION ctes(k int) RETURNS int
  RETURN (WITH w AS (SELECT max(a) AS m FROM t) SELECT m FROM w WHERE m > k);
CREATE FUNCTION blocks(k int, txt text) RETURNS SETOF t LANGUAGE sql
BEGIN ATOMIC
  INSERT INTO t (a, b) VALUES (k, txt) ON CONFLICT (a) DO UPDATE SET b = txt;
  UPDATE t SET b = upper(txt), p.x = k WHERE a = k;
  DELETE FROM t USING t AS t2 WHERE t.a = t2.a AND t2.b = blocks.txt;
  SELECT * FROM t WHERE a = k;
END;
CREATE PROCEDURE proc(k int) BEGIN ATOMIC
  INSERT INTO t SELECT g, 'x' FROM generate_series(1, k) g;
END;
CREATE FUNCTION nothing() RETURNS void BEGIN ATOMIC END;
CREATE FUNCTION returning_rows(k int) RETURNS int BEGIN ATOMIC
  INSERT INTO t (a) VALUES (k) RETURNING a;
END;
CREATE FUNCTION modifying(k int) RETURNS SETOF int BEGIN ATOMIC
  WITH gone AS (DELETE FROM t WHERE a = k RETURNING a, b),
       came AS (INSERT INTO t (a) SELECT a + 1 FROM gone RETURNING *)
  SELECT gone.a FROM gone, came;
END;
CREATE FUNCTION composite(p pair) RETURNS int RETURN p.x + (p).x;
CREATE FUNCTION rows(p pair) RETURNS pair BEGIN ATOMIC SELECT p.*; END;
CREATE FUNCTION outs(k int, OUT x int, OUT y text) BEGIN ATOMIC SELECT k, 'a'::text; END;
CREATE FUNCTION tab(k int) RETURNS TABLE (c int, d text) BEGIN ATOMIC
  SELECT a, b FROM t WHERE a > k FOR UPDATE OF t SKIP LOCKED;
END;
CREATE FUNCTION block_return(k int) RETURNS int BEGIN ATOMIC
  SELECT 1;
  RETURN k * 2;
END;
-- expect-error: 42703
CREATE FUNCTION bad(k int) RETURNS int RETURN missing;
-- expect-error: 42P01
CREATE FUNCTION bad(k int) RETURNS int BEGIN ATOMIC SELECT a FROM missing; END;
-- expect-error: 42P13
CREATE FUNCTION bad(k int) RETURNS int BEGIN ATOMIC SELECT 1, 2; END;
-- expect-error: 42P13
CREATE FUNCTION bad(k int) RETURNS int BEGIN ATOMIC DELETE FROM t; END;
-- expect-error: 42P13
CREATE FUNCTION bad(k int) RETURNS int BEGIN ATOMIC END;
-- expect-error: 42P02
CREATE FUNCTION bad(int) RETURNS int RETURN $2;
-- expect-error: 0A000
CREATE FUNCTION bad() RETURNS void BEGIN ATOMIC CREATE TABLE x (a int); END;
-- expect-error: 2BP01
DROP TABLE t;
-- expect-error: 2BP01
ALTER TABLE t DROP COLUMN b;
-- expect-error: 2BP01
DROP TYPE pair;
-- expect-error: 0A000
ALTER TABLE t ALTER COLUMN b TYPE varchar;
