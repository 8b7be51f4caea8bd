-- setup: functions and extensions
CREATE EXTENSION citext;
CREATE EXTENSION pg_trgm;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION h() RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION f() DEPENDS ON EXTENSION citext;
ALTER FUNCTION g() DEPENDS ON EXTENSION citext;

-- finds: changed dependency on extensions on function public.f(): extensions
ALTER FUNCTION f() DEPENDS ON EXTENSION pg_trgm;

-- finds: missing dependency on extensions on function public.g()
ALTER FUNCTION g() NO DEPENDS ON EXTENSION citext;

-- finds: unexpected dependency on extensions on function public.h()
ALTER FUNCTION h() DEPENDS ON EXTENSION citext;
