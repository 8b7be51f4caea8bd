-- unchangeable: source: it is in the name of a cast, so that there is another cast
-- unchangeable: target: likewise
-- setup: casts
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TYPE e2 AS ENUM ('a', 'b');
CREATE FUNCTION one(e) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION two(e) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2';
CREATE FUNCTION long(e2) RETURNS int8 LANGUAGE sql IMMUTABLE AS 'SELECT 2';
CREATE FUNCTION long(e2, int) RETURNS int8 LANGUAGE sql IMMUTABLE AS 'SELECT 2';
CREATE CAST (e AS int) WITH FUNCTION one(e);
CREATE CAST (e2 AS int8) WITH FUNCTION long(e2);
CREATE CAST (e AS text) WITH INOUT;
CREATE CAST (e2 AS varchar) WITH INOUT;
CREATE CAST (bytea AS text) WITHOUT FUNCTION;
CREATE CAST (bytea AS varchar) WITHOUT FUNCTION;

-- finds: changed cast (public.e AS integer): function
DROP CAST (e AS int);
CREATE CAST (e AS int) WITH FUNCTION two(e);

-- finds: changed cast (public.e2 AS bigint): function_arguments
DROP CAST (e2 AS int8);
CREATE CAST (e2 AS int8) WITH FUNCTION long(e2, int);

-- finds: changed cast (public.e AS text): context
DROP CAST (e AS text);
CREATE CAST (e AS text) WITH INOUT AS ASSIGNMENT;

-- finds: changed cast (bytea AS text): method
DROP CAST (bytea AS text);
CREATE CAST (bytea AS text) WITH INOUT;

-- finds: missing cast (bytea AS character varying)
DROP CAST (bytea AS varchar);

-- finds: unexpected cast (public.e AS character varying)
CREATE CAST (e AS varchar) WITH INOUT;
