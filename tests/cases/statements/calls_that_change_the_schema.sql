-- unresolved-ok: only a server can run the function
-- expect-diagnostic: replay.unsupported-statement
-- expect-diagnostic: replay.not-modelled
CREATE TABLE users (id int, updated_at timestamptz);
CREATE FUNCTION set_updated() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION manage(_tbl regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER set_it BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION set_updated()', _tbl);
END $$;
SELECT manage('users');
CREATE FUNCTION harmless() RETURNS int LANGUAGE sql AS 'SELECT 1';
SELECT harmless();
-- What a function executes may be what it is given.
CREATE TABLE given (id int);
CREATE FUNCTION run(code text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE code; END $$;
SELECT run('ALTER TABLE given ADD added int');
