-- setup: a domain of each kind
CREATE DOMAIN d AS text;
CREATE DOMAIN collated AS text COLLATE "C";
CREATE DOMAIN of_another AS text;
CREATE DOMAIN dropped AS int;
ALTER DOMAIN d OWNER TO alice;

-- finds: changed domain public.d: owner
ALTER DOMAIN d OWNER TO bob;

-- finds: changed domain public.d: not_null
ALTER DOMAIN d SET NOT NULL;

-- finds: changed domain public.d: default
ALTER DOMAIN d SET DEFAULT 'x';

-- finds: changed domain public.collated: collation
DROP DOMAIN collated;
CREATE DOMAIN collated AS text COLLATE "POSIX";

-- finds: changed domain public.of_another: base_type
DROP DOMAIN of_another;
CREATE DOMAIN of_another AS varchar(10);

-- finds: missing domain public.dropped
DROP DOMAIN dropped;

-- finds: unexpected domain public.another
CREATE DOMAIN another AS int;
