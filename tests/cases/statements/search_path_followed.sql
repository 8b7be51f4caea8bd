-- Where search_path is set by code, and it can be told to what.
CREATE SCHEMA s;
CREATE SCHEMA other;
SELECT set_config(lower('SEARCH_PATH'), 's', false);
CREATE TABLE t1 (a int);
RESET search_path;
SELECT set_config('search_path', (SELECT nspname::text FROM pg_namespace WHERE nspname = 's'), false);
CREATE TABLE t2 (a int);
RESET search_path;
CREATE FUNCTION public.f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM set_config('search_path', 's', false); END $$;
SELECT public.f();
CREATE TABLE t3 (a int);
RESET search_path;

-- Until the end of the transaction that the code is.
DO $$ BEGIN PERFORM set_config('search_path', 's', true); CREATE TABLE t4 (a int); END $$;
CREATE TABLE t5 (a int);
DO $$ BEGIN SET LOCAL search_path = other; CREATE TABLE t6 (a int); END $$;
CREATE TABLE t7 (a int);
BEGIN;
DO $$ BEGIN SET LOCAL search_path = other; CREATE TABLE t8 (a int); END $$;
CREATE TABLE t9 (a int);
COMMIT;
CREATE TABLE t10 (a int);

-- Of a function with the clause, which ends with it.
CREATE FUNCTION public.safe() RETURNS int LANGUAGE plpgsql SET search_path = '' AS $$ BEGIN RETURN 1; END $$;
CREATE FUNCTION public.current() RETURNS int LANGUAGE sql SET search_path FROM CURRENT AS 'SELECT 1';
SELECT public.safe(), public.current();
CREATE FUNCTION public.other_setting() RETURNS text LANGUAGE sql AS $$ SELECT set_config('app.tenant', current_setting('search_path'), false) $$;
SELECT public.other_setting();
CREATE TABLE t11 (a int);
