CREATE LANGUAGE own HANDLER plpgsql_call_handler;
CREATE TRUSTED LANGUAGE trusted HANDLER plpgsql_call_handler;
-- expect-error: 42809
GRANT ALL ON LANGUAGE own TO PUBLIC;
-- expect-error: 42809
REVOKE USAGE ON LANGUAGE own FROM pg_monitor;
-- expect-error: 42809
GRANT USAGE ON LANGUAGE c TO pg_monitor;
GRANT USAGE ON LANGUAGE trusted TO pg_monitor;
