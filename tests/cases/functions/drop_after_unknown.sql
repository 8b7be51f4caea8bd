-- unresolved-ok: only a server can tell what the block does
-- expect-diagnostic: replay.unsupported-statement
-- expect-diagnostic: replay.follows-unknown
-- What code may have dropped does not keep other things from being dropped.
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
DO $$ BEGIN IF now() > '2000-01-01' THEN DROP TABLE t; END IF; END $$;
DROP FUNCTION f();
