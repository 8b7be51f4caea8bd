CREATE TABLE t (a int, b int);
CREATE TABLE u (a int, b int);
GRANT ALL ON t, u TO pg_monitor WITH GRANT OPTION;
GRANT SELECT (a), INSERT (b) ON t TO pg_signal_backend;
-- takes those of the columns along
REVOKE SELECT ON t FROM pg_signal_backend;
REVOKE DELETE, TRUNCATE ON t FROM pg_monitor;
REVOKE GRANT OPTION FOR INSERT ON t FROM pg_monitor;
REVOKE ALL ON u FROM pg_monitor;
-- nothing to take
REVOKE ALL ON u FROM pg_read_all_stats;
-- what an owner does to itself
REVOKE UPDATE ON u FROM postgres;
GRANT UPDATE ON u TO postgres WITH GRANT OPTION;
CREATE TABLE w (a int);
REVOKE ALL ON w FROM postgres;
CREATE TABLE x (a int);
REVOKE ALL ON x FROM postgres;
GRANT ALL ON x TO postgres;
CREATE SEQUENCE s;
-- to a sequence, some of them mean nothing
GRANT SELECT, UPDATE ON TABLE s TO pg_monitor;
GRANT ALL ON TABLE s TO PUBLIC;
