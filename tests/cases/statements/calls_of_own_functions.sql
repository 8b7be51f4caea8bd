-- Functions of the history's own, which it calls with constants.
CREATE TABLE t (a int NOT NULL, b text);
CREATE FUNCTION add_constraint_unless_there(t_name text, c_name text, code text) RETURNS void
LANGUAGE plpgsql AS $$
begin
  if not exists (select constraint_name from information_schema.table_constraints
                 where table_name = t_name and constraint_name = c_name) then
    execute code;
  end if;
end;
$$;
SELECT add_constraint_unless_there('t', 't_a_key', 'ALTER TABLE t ADD UNIQUE (a);');
SELECT add_constraint_unless_there('t', 't_a_key', 'ALTER TABLE t ADD UNIQUE (a, b)');
DROP FUNCTION add_constraint_unless_there;
CREATE PROCEDURE make(prefix text, count int) LANGUAGE plpgsql AS $_$
DECLARE i int; -- a comment
BEGIN
  FOR i IN 1..count LOOP
    EXECUTE format('CREATE TABLE %I (id int DEFAULT %s)', prefix || i, i);
  END LOOP;
  RETURN;
END $_$;
CALL make('Made ', 2);
CREATE FUNCTION nothing_given() RETURNS void AS 'BEGIN ALTER TABLE t ADD c int DEFAULT 1; END'
LANGUAGE plpgsql;
SELECT nothing_given();
-- PERFORM is no other than SELECT.
CREATE FUNCTION with_result() RETURNS text AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_tables WHERE tablename = 'result') THEN RETURN 'there'; END IF;
  PERFORM set_config('sd.audit', 'off', false);
  CREATE TABLE result (a int);
  PERFORM nothing_given_but_one('b');
  RETURN 'made';
END $$ LANGUAGE plpgsql;
CREATE FUNCTION nothing_given_but_one(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN EXECUTE format('ALTER TABLE result ADD %I int', name); END $$;
SELECT with_result();
SELECT with_result();
DO $$ BEGIN PERFORM nothing_given_but_one('c'); END $$;
-- Each comes to its end.
CREATE FUNCTION yields(given int) RETURNS int LANGUAGE plpgsql AS
'BEGIN CREATE TABLE made (a int); IF given > 1 THEN RETURN 1; END IF; END';
-- expect-error: 2F005
SELECT yields(1);
SELECT yields(2);
-- Parameters may have defaults, and be left out then.
CREATE FUNCTION with_defaults(t_name text, c_name text DEFAULT 'The id',
                              more int = 1 + 1) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  FOR i IN 1..more LOOP
    EXECUTE format('CREATE TABLE %I (%I int DEFAULT %s)', t_name || i, c_name, i);
  END LOOP;
END $$;
SELECT with_defaults('d');
SELECT with_defaults('e', 'other');
CREATE PROCEDURE all_defaults(name text DEFAULT 'of_all') LANGUAGE plpgsql AS
'BEGIN EXECUTE format(''CREATE TABLE %I (a int)'', name); END';
CALL all_defaults();
-- Functions hand on what they are given.
CREATE FUNCTION history_of(sch text, tbl text) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TABLE %I.%I (LIKE %I.%I, at timestamptz)', sch, tbl || '_history', sch, tbl);
  RETURN true;
END $$;
CREATE FUNCTION audit(sch text, "The table" text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM history_of(sch, "The table");
  PERFORM history_of ( /* in */ sch , 'more');
END $$;
CREATE TABLE more (a int);
SELECT audit('public', 'result');
