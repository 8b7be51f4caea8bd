-- expect-diagnostic: replay.unsupported-statement
-- unresolved-ok: the code of a function is put together of rows
-- A function that calls one that is not followed: that what this made is missing is no error.
CREATE TABLE t (a int);
CREATE SCHEMA made;
INSERT INTO t VALUES (1);
CREATE FUNCTION make_function(suffix text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE body text;
BEGIN
  SELECT INTO body string_agg('RETURN NULL;', '') FROM t;
  EXECUTE 'CREATE FUNCTION made.' || quote_ident('f_' || suffix) || '() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN '
    || body || ' END $f$';
END $$;
CREATE FUNCTION make_trigger(suffix text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'CREATE TRIGGER tr' || suffix || ' AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION made.' || quote_ident('f_' || suffix) || '()';
END $$;
CREATE FUNCTION make_both(suffix text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM make_function(suffix);
  PERFORM make_trigger(suffix);
END $$;
SELECT make_both('x');
-- Under which name that was made is not known.
DROP SCHEMA made CASCADE;
