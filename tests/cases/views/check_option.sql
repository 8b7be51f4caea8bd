CREATE TABLE t (a int, b text);
CREATE VIEW c AS SELECT a FROM t WHERE a > 0 WITH CHECK OPTION;
CREATE VIEW l AS SELECT a FROM t WHERE a > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW o WITH (check_option = cascaded, security_barrier = true) AS SELECT a FROM t;
ALTER VIEW o RESET (security_barrier);
ALTER VIEW o SET (check_option = local);
-- expect-error: 0A000
CREATE VIEW w AS SELECT DISTINCT a FROM t WITH CHECK OPTION;
-- expect-error: 0A000
CREATE VIEW w AS SELECT x.a FROM t x, t y WITH CHECK OPTION;
-- expect-error: 22023
CREATE VIEW w WITH (nope = 1) AS SELECT a FROM t;
-- expect-error: 22023
CREATE VIEW w WITH (fillfactor = 10) AS SELECT a FROM t;
