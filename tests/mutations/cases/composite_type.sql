-- setup: composite types; what they consist of are columns
CREATE TYPE pair AS (x int, y int);
CREATE TYPE dropped AS (x int);
ALTER TYPE pair OWNER TO alice;

-- finds: changed composite type public.pair: owner
ALTER TYPE pair OWNER TO bob;

-- finds: changed column public.pair.x: type
ALTER TYPE pair ALTER ATTRIBUTE x TYPE text;

-- finds: missing composite type public.dropped
DROP TYPE dropped;

-- finds: unexpected composite type public.another
CREATE TYPE another AS (x int, y text);
