CREATE TABLE t (a int);
CREATE TEMP TABLE tt (a int);
CREATE TEMP VIEW v AS SELECT a FROM t;
CREATE VIEW becomes_temporary AS SELECT a FROM tt;
-- expect-error: 42P16
CREATE TEMP VIEW public.v AS SELECT a FROM t;
