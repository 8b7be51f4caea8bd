-- setup: event triggers
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION g() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();
CREATE EVENT TRIGGER event ON ddl_command_end EXECUTE FUNCTION f();
CREATE EVENT TRIGGER tags ON ddl_command_end WHEN TAG IN ('GRANT') EXECUTE FUNCTION f();
CREATE EVENT TRIGGER calls ON ddl_command_end EXECUTE FUNCTION f();
CREATE EVENT TRIGGER dropped ON ddl_command_end EXECUTE FUNCTION f();
ALTER EVENT TRIGGER e OWNER TO postgres;

-- finds: changed event trigger e: state
ALTER EVENT TRIGGER e DISABLE;

-- finds: changed event trigger e: owner
-- undo: ALTER EVENT TRIGGER e OWNER TO postgres
-- undo: ALTER ROLE alice NOSUPERUSER
ALTER ROLE alice SUPERUSER;
ALTER EVENT TRIGGER e OWNER TO alice;

-- finds: changed event trigger event: event
DROP EVENT TRIGGER event;
CREATE EVENT TRIGGER event ON sql_drop EXECUTE FUNCTION f();

-- finds: changed event trigger tags: tags
DROP EVENT TRIGGER tags;
CREATE EVENT TRIGGER tags ON ddl_command_end WHEN TAG IN ('COMMENT') EXECUTE FUNCTION f();

-- finds: changed event trigger calls: function
DROP EVENT TRIGGER calls;
CREATE EVENT TRIGGER calls ON ddl_command_end EXECUTE FUNCTION g();

-- finds: missing event trigger dropped
DROP EVENT TRIGGER dropped;

-- finds: unexpected event trigger another
CREATE EVENT TRIGGER another ON sql_drop EXECUTE FUNCTION f();
