-- setup: tables of publications
CREATE TABLE t (a int PRIMARY KEY, b int);
CREATE TABLE u (a int PRIMARY KEY, b int);
CREATE TABLE dropped (a int);
CREATE TABLE another (a int);
CREATE PUBLICATION p FOR TABLE t, u, dropped;

-- finds: changed published table public.t.p: filter
ALTER PUBLICATION p DROP TABLE t;
ALTER PUBLICATION p ADD TABLE t WHERE (a > 0);

-- finds: changed published table public.u.p: columns
ALTER PUBLICATION p DROP TABLE u;
ALTER PUBLICATION p ADD TABLE u (a);

-- finds: missing published table public.dropped.p
ALTER PUBLICATION p DROP TABLE dropped;

-- finds: unexpected published table public.another.p
ALTER PUBLICATION p ADD TABLE another;
