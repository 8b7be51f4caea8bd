CREATE TABLE t (a int);
CREATE VIEW v AS SELECT 1 AS one;
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42P01
COMMENT ON TABLE nope IS 'x';
-- expect-error: 42809
COMMENT ON TABLE v IS 'x';
-- expect-error: 42809
COMMENT ON VIEW t IS 'x';
-- expect-error: 42703
COMMENT ON COLUMN t.nope IS 'x';
-- expect-error: 42704
COMMENT ON CONSTRAINT nope ON t IS 'x';
-- expect-error: 42704
COMMENT ON TYPE nope IS 'x';
-- expect-error: 42809
COMMENT ON DOMAIN t IS 'x';
-- expect-error: 42883
COMMENT ON FUNCTION f(text) IS 'x';
-- expect-error: 42883
COMMENT ON FUNCTION nope() IS 'x';
-- expect-error: 42809
COMMENT ON PROCEDURE f(int) IS 'x';
-- expect-error: 42704
COMMENT ON TRIGGER nope ON t IS 'x';
-- expect-error: 42704
COMMENT ON POLICY nope ON t IS 'x';
-- expect-error: 3F000
COMMENT ON SCHEMA nope IS 'x';
-- expect-error: 42704
COMMENT ON EXTENSION nope IS 'x';
