-- majors: 15-
CREATE TABLE t (a int);
CREATE VIEW v WITH (security_invoker = true, security_barrier = false) AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;
ALTER VIEW w SET (security_invoker);
