-- setup: statistics
CREATE TABLE t (a int, b int, c int);
CREATE TABLE u (a int, b int, c int);
CREATE STATISTICS s ON a, b FROM t;
CREATE STATISTICS kinds (mcv) ON a, b FROM t;
CREATE STATISTICS columns (mcv) ON a, b FROM t;
CREATE STATISTICS expressions (mcv) ON a, (b + 1) FROM t;
CREATE STATISTICS moved ON a, b FROM t;
CREATE STATISTICS dropped ON a, b FROM t;
ALTER STATISTICS s OWNER TO alice;

-- finds: changed statistics object public.s: statistics_target
ALTER STATISTICS s SET STATISTICS 100;

-- finds: changed statistics object public.s: owner
ALTER STATISTICS s OWNER TO bob;

-- finds: changed statistics object public.kinds: kinds
DROP STATISTICS kinds;
CREATE STATISTICS kinds (mcv, ndistinct) ON a, b FROM t;

-- finds: changed statistics object public.columns: columns
DROP STATISTICS columns;
CREATE STATISTICS columns (mcv) ON a, c FROM t;

-- finds: changed statistics object public.expressions: expressions
DROP STATISTICS expressions;
CREATE STATISTICS expressions (mcv) ON a, (b + 2) FROM t;

-- finds: changed statistics object public.moved: table
DROP STATISTICS moved;
CREATE STATISTICS moved ON a, b FROM u;

-- finds: missing statistics object public.dropped
DROP STATISTICS dropped;

-- finds: unexpected statistics object public.another
CREATE STATISTICS another ON a, c FROM t;
