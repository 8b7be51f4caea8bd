-- expect-diagnostic: replay.not-compared
-- expect-diagnostic: replay.not-modelled
-- unresolved-ok: DROP OWNED may drop anything
CREATE ROLE sd_nobody;
CREATE TABLE t (a int PRIMARY KEY);
CREATE VIEW v AS SELECT a FROM t;
GRANT SELECT ON t TO sd_nobody;
ALTER TABLE v OWNER TO sd_nobody;
REASSIGN OWNED BY sd_nobody TO CURRENT_USER;
ALTER VIEW v OWNER TO sd_nobody;
DROP OWNED BY sd_nobody;
CREATE TABLE later (a int);
DROP ROLE sd_nobody;
