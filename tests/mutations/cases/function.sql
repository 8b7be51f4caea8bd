-- setup: functions with nothing said
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION f OWNER TO alice;
CREATE FUNCTION bodied() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE LANGUAGE spoken_too HANDLER plpgsql_call_handler;
CREATE FUNCTION spoken() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
CREATE FUNCTION named(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION defaulted(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION of_mode(INOUT a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION typed() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FUNCTION several() RETURNS SETOF int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION set_of() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION linked(int) RETURNS int LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION standard() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;
CREATE FUNCTION turned() RETURNS bigint LANGUAGE internal AS 'window_rank';
CREATE FUNCTION overloaded(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION dropped() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION from_sql(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT
  AS 'numeric_support';
CREATE TRANSFORM FOR int LANGUAGE plpgsql (FROM SQL WITH FUNCTION from_sql(internal));
CREATE FUNCTION transformed(int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';

-- finds: changed function public.f(integer): owner
ALTER FUNCTION f OWNER TO bob;

-- finds: changed function public.f(integer): volatility
ALTER FUNCTION f STABLE;

-- finds: changed function public.f(integer): parallel
ALTER FUNCTION f PARALLEL SAFE;

-- finds: changed function public.f(integer): strict
ALTER FUNCTION f STRICT;

-- finds: changed function public.f(integer): security_definer
ALTER FUNCTION f SECURITY DEFINER;

-- finds: changed function public.f(integer): leakproof
ALTER FUNCTION f LEAKPROOF;

-- finds: changed function public.f(integer): cost
ALTER FUNCTION f COST 7;

-- finds: changed function public.f(integer): settings
ALTER FUNCTION f SET search_path = pg_catalog;

-- finds: changed function public.f(integer): support
ALTER FUNCTION f SUPPORT numeric_support;

-- finds: changed function public.several(): rows
ALTER FUNCTION several ROWS 5;

-- finds: changed function public.bodied(): body
CREATE OR REPLACE FUNCTION bodied() RETURNS int LANGUAGE sql AS 'SELECT 2';

-- finds: changed function public.named(integer): arguments
DROP FUNCTION named;
CREATE FUNCTION named(b int) RETURNS int LANGUAGE sql AS 'SELECT 1';

-- finds: changed function public.defaulted(integer): arguments
CREATE OR REPLACE FUNCTION defaulted(a int DEFAULT 5) RETURNS int LANGUAGE sql AS 'SELECT 1';

-- finds: changed function public.of_mode(integer): arguments
DROP FUNCTION of_mode;
CREATE FUNCTION of_mode(a int, OUT b int) RETURNS int LANGUAGE sql AS 'SELECT 1';

-- finds: changed function public.spoken(): language
CREATE OR REPLACE FUNCTION spoken() RETURNS int LANGUAGE spoken_too AS 'BEGIN RETURN 1; END';

-- finds: changed function public.typed(): returns
DROP FUNCTION typed;
CREATE FUNCTION typed() RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';

-- finds: changed function public.set_of(): returns_set
-- finds: changed function public.set_of(): rows
-- because: a set has a number of rows, of which 1000 is assumed
DROP FUNCTION set_of;
CREATE FUNCTION set_of() RETURNS SETOF int LANGUAGE sql AS 'SELECT 1';

-- finds: changed function public.linked(integer): library
CREATE OR REPLACE FUNCTION linked(int) RETURNS int LANGUAGE c AS 'plpgsql', 'plpgsql_call_handler';

-- finds: changed function public.standard(): sql_body
CREATE OR REPLACE FUNCTION standard() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 2; END;

-- finds: changed function public.turned(): type
DROP FUNCTION turned;
CREATE FUNCTION turned() RETURNS bigint LANGUAGE internal WINDOW AS 'window_rank';

-- finds: changed function public.transformed(integer): transforms
CREATE OR REPLACE FUNCTION transformed(int) RETURNS int TRANSFORM FOR TYPE int LANGUAGE plpgsql
  AS 'BEGIN RETURN 1; END';

-- finds: missing function public.dropped()
DROP FUNCTION dropped;

-- finds: unexpected function public.another()
CREATE FUNCTION another() RETURNS int LANGUAGE sql AS 'SELECT 1';

-- finds: unexpected function public.overloaded(text)
CREATE FUNCTION overloaded(text) RETURNS int LANGUAGE sql AS 'SELECT 1';

-- finds: changed function public.p(): body
CREATE OR REPLACE PROCEDURE p() LANGUAGE sql AS 'SELECT 2';

-- finds: changed function public.p(): security_definer
ALTER PROCEDURE p() SECURITY DEFINER;
