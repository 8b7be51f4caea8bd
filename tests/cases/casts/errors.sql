CREATE TYPE e AS ENUM ('a', 'b');
CREATE DOMAIN d AS int;
CREATE FUNCTION f(e) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION four(e, int, boolean, int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION many(e) RETURNS SETOF int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION two(e, text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE CAST (e AS int) WITH FUNCTION f(e);
-- expect-error: 42710
CREATE CAST (e AS int) WITH FUNCTION f(e);
-- expect-error: 42710
CREATE CAST (int AS bigint) WITH INOUT;
-- expect-error: 42883
CREATE CAST (e AS bigint) WITH FUNCTION nobody(e);
-- expect-error: 42P17
CREATE CAST (e AS bigint) WITH FUNCTION f(e);
-- expect-error: 42P17
CREATE CAST (text AS int) WITH FUNCTION f(e);
-- expect-error: 42P17
CREATE CAST (e AS int) WITH FUNCTION four(e, int, boolean, int);
-- expect-error: 42P17
CREATE CAST (e AS int) WITH FUNCTION two(e, text);
-- expect-error: 42P17
CREATE CAST (e AS int) WITH FUNCTION many(e);
-- expect-error: 42P17
CREATE CAST (e AS text) WITHOUT FUNCTION;
-- expect-error: 42P17
CREATE CAST (int AS text) WITHOUT FUNCTION;
-- expect-error: 42P17
CREATE CAST (d AS int) WITHOUT FUNCTION;
-- expect-error: 42P17
CREATE CAST (e AS e) WITH INOUT;
-- expect-error: 42809
CREATE CAST (anyelement AS e) WITH INOUT;
-- expect-error: 42704
CREATE CAST (nobody AS int) WITH INOUT;
-- expect-error: 2BP01
DROP FUNCTION f(e);
-- expect-error: 2BP01
DROP TYPE e;
-- expect-error: 42704
DROP CAST (e AS text);
-- expect-error: 42704
COMMENT ON CAST (e AS text) IS 'x';
DROP FUNCTION f(e) CASCADE;
-- expect-error: 42704
DROP CAST (e AS int);
