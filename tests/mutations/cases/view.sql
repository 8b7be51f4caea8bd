-- setup: views with an owner
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW dropped AS SELECT a FROM t;
ALTER VIEW v OWNER TO alice;

-- finds: changed view public.v: owner
ALTER VIEW v OWNER TO bob;

-- finds: changed view public.v: options
ALTER VIEW v SET (security_barrier = true);

-- finds: changed view public.v: query
CREATE OR REPLACE VIEW v WITH (security_barrier = true) AS SELECT a FROM t WHERE b > 0;

-- finds: missing view public.dropped
DROP VIEW dropped;

-- finds: unexpected view public.another
CREATE VIEW another AS SELECT 1 AS one;
