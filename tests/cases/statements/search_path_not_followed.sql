-- expect-diagnostic: replay.not-modelled
-- expect-diagnostic: replay.unsupported-statement
-- expect-diagnostic: replay.follows-unknown
-- unresolved-ok: where unqualified names lead to is not known
CREATE SCHEMA s;
CREATE TABLE tw (a int);
CREATE TABLE s.tw (a int);

-- Put together.
DO $$ BEGIN EXECUTE 'SET search_path = ' || reverse('s'); END $$;
CREATE TABLE t1 (id serial PRIMARY KEY, b text UNIQUE);
CREATE INDEX ON t1 (b);
ALTER TABLE tw ADD b int;
COMMENT ON TABLE t1 IS 'of one schema or another';
CREATE TYPE e1 AS ENUM ('a');
CREATE VIEW v1 AS SELECT a FROM tw;
CREATE FUNCTION f1() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE SEQUENCE q1;
DROP TABLE IF EXISTS not_there;
SET search_path = public;
CREATE TABLE known1 (a int);

DO $$ BEGIN PERFORM set_config('search_path', reverse('s'), false); END $$;
CREATE TABLE t2 (a int);
RESET search_path;
CREATE TABLE known2 (a int);

-- On a condition.
INSERT INTO known1 VALUES (1);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM public.known1) THEN SET search_path = s; END IF; END $$;
CREATE TABLE t3 (a int);
SET search_path = public;
SELECT set_config('search_path', 's', false) FROM known1 WHERE a = 1;
CREATE TABLE t4 (a int);
SET search_path = public;

-- Of which it is not known how long it holds.
BEGIN;
SELECT set_config('search_path', 's', random() < 0);
CREATE TABLE t5 (a int);
COMMIT;
CREATE TABLE t6 (a int);
SET search_path = public;

-- By functions of the script.
CREATE FUNCTION public.by_sql() RETURNS text LANGUAGE sql AS $$ SELECT set_config('search_path', 's', false) $$;
SELECT public.by_sql();
CREATE TABLE t7 (a int);
SET search_path = public;
CREATE FUNCTION public.by_plpgsql() RETURNS text LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('SET %I = %I', 'search_path', reverse('s')); RETURN ''; END $$;
SELECT 1 FROM public.by_plpgsql();
CREATE TABLE t8 (a int);
SET search_path = public;
-- What a function sets outlasts its own clause, unless it is local.
CREATE FUNCTION public.with_clause() RETURNS text LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN SET search_path = s; RETURN ''; END $$;
SELECT public.with_clause();
CREATE TABLE t9 (a int);
SET search_path = public;

UPDATE pg_catalog.pg_settings SET setting = 's' WHERE name = 'search_path';
CREATE TABLE t10 (a int);
SET search_path = public;
CREATE TABLE known3 (a int);
