-- no-copy(-15): which of two grants came first is not kept
CREATE TABLE t (a int);
GRANT SELECT ON t TO pg_monitor WITH GRANT OPTION;
SET ROLE pg_monitor;
GRANT SELECT ON t TO PUBLIC;
RESET ROLE;
GRANT SELECT ON t TO PUBLIC;
