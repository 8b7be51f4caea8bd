CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION plain() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();
-- expect-error: 42710
CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION f();
-- expect-error: 42601
CREATE EVENT TRIGGER x ON elephant_bootstrap EXECUTE FUNCTION f();
-- expect-error(13-16): 42601
-- expect-error(17-): 42710
CREATE EVENT TRIGGER e ON login EXECUTE FUNCTION f();
-- expect-error: 42601
CREATE EVENT TRIGGER x ON ddl_command_end WHEN food IN ('sandwich') EXECUTE FUNCTION f();
-- expect-error: 42601
CREATE EVENT TRIGGER x ON ddl_command_end WHEN tag IN ('sandwich') EXECUTE FUNCTION f();
-- expect-error: 42601
CREATE EVENT TRIGGER x ON ddl_command_end WHEN tag IN ('CREATE TABLE', 'CREATE SKUNKCABBAGE')
  EXECUTE FUNCTION f();
-- expect-error: 42601
CREATE EVENT TRIGGER x ON ddl_command_end WHEN tag IN ('DROP VIEW') AND tag IN ('DROP TABLE')
  EXECUTE FUNCTION f();
-- expect-error: 0A000
CREATE EVENT TRIGGER x ON ddl_command_end WHEN tag IN ('CREATE ROLE') EXECUTE FUNCTION f();
-- expect-error: 0A000
CREATE EVENT TRIGGER x ON sql_drop WHEN tag IN ('VACUUM') EXECUTE FUNCTION f();
-- expect-error: 0A000
CREATE EVENT TRIGGER x ON table_rewrite WHEN tag IN ('DROP TABLE') EXECUTE FUNCTION f();
-- expect-error: 42883
CREATE EVENT TRIGGER x ON ddl_command_end EXECUTE FUNCTION nobody();
-- expect-error: 42P17
CREATE EVENT TRIGGER x ON ddl_command_end EXECUTE FUNCTION plain();
-- expect-error: 2BP01
DROP FUNCTION f();
-- expect-error: 42704
DROP EVENT TRIGGER nobody;
-- expect-error: 42704
ALTER EVENT TRIGGER nobody DISABLE;
-- expect-error: 42704
ALTER EVENT TRIGGER nobody RENAME TO e;
-- expect-error: 42704
COMMENT ON EVENT TRIGGER nobody IS 'x';
CREATE EVENT TRIGGER other ON ddl_command_end EXECUTE FUNCTION f();
-- expect-error: 42710
ALTER EVENT TRIGGER other RENAME TO e;
-- expect-error: 42710
ALTER EVENT TRIGGER other RENAME TO other;
