-- DO blocks whose conditions, loops and statements follow from the schema.
CREATE TABLE t (a int PRIMARY KEY, b text NOT NULL, c varchar(20));
CREATE TABLE u (id int, t_a int);
CREATE TYPE mood AS ENUM ('ok', 'bad');
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN
    CREATE TYPE mood AS ENUM ('other');
  END IF;
  IF NOT EXISTS (SELECT FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                 WHERE t.typname = 'colour' AND n.nspname = current_schema()) THEN
    CREATE TYPE colour AS ENUM ('red');
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
                 WHERE t.typname = 'mood' AND e.enumlabel = 'worse') THEN
    ALTER TYPE mood ADD VALUE 'worse';
  END IF;
END $$;
DO $$ BEGIN
  IF NOT EXISTS (SELECT column_name FROM information_schema.columns
                 WHERE table_name = 't' AND column_name = 'd') THEN
    ALTER TABLE t ADD d int;
  END IF;
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = 'public'
             AND table_name = 't' AND column_name = 'b' AND is_nullable = 'NO'
             AND data_type = 'text') THEN
    ALTER TABLE t ALTER b DROP NOT NULL;
  ELSE
    ALTER TABLE t DROP b;
  END IF;
  IF (SELECT character_maximum_length FROM information_schema.columns
      WHERE table_name = 't' AND column_name = 'c') < 30 THEN
    ALTER TABLE t ALTER c TYPE varchar(30);
  END IF;
END $$;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'u_t_a_fkey'
                 AND conrelid = 'u'::regclass) THEN
    ALTER TABLE u ADD FOREIGN KEY (t_a) REFERENCES t;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM information_schema.table_constraints
                 WHERE constraint_type = 'PRIMARY KEY' AND table_name = 'u') THEN
    ALTER TABLE u ADD PRIMARY KEY (id);
  END IF;
  IF to_regclass('public.not_there') IS NULL AND to_regclass('u') IS NOT NULL THEN
    CREATE INDEX u_index ON u (t_a);
  END IF;
  IF (SELECT count(*) FROM pg_indexes WHERE indexname IN ('u_index', 'u_pkey')) = 2 THEN
    ALTER INDEX u_index RENAME TO u_index2;
  END IF;
END $$;
-- Statements that are put together, from names that loops give.
DO $$
DECLARE
  r record;
  name text;
  number int := 2;
  names text[] := ARRAY['one', 'Two'];
BEGIN
  FOREACH name IN ARRAY names LOOP
    EXECUTE format('CREATE TABLE %I (id int DEFAULT %s, note text DEFAULT %L)', name, number, 'it''s');
    number := number + 1;
  END LOOP;
  FOR i IN 1..3 LOOP
    CONTINUE WHEN i = 2;
    EXECUTE 'CREATE TABLE part_' || i || ' (id int)';
    EXIT WHEN i = 3;
  END LOOP;
  FOR r IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'part\_%' LOOP
    EXECUTE format('ALTER TABLE %I ADD of_loop boolean', r.tablename);
  END LOOP;
  SELECT c.conname INTO name FROM pg_constraint c JOIN pg_class k ON k.oid = c.conrelid
    WHERE k.relname = 'u' AND c.contype = 'f';
  IF FOUND THEN
    EXECUTE 'ALTER TABLE u RENAME CONSTRAINT ' || quote_ident(name) || ' TO u_foreign';
  END IF;
  WHILE number > 2 LOOP
    number := number - 1;
    EXECUTE 'CREATE SEQUENCE s' || number;
  END LOOP;
  CASE number WHEN 1 THEN CREATE TABLE case_one (a int);
    WHEN 2, 3 THEN CREATE TABLE case_two (a int);
    ELSE NULL;
  END CASE;
END $$;
-- An index on a column, found by the numbers of columns.
DO $$
DECLARE found_name text;
BEGIN
  SELECT con.conname INTO found_name
  FROM pg_constraint con
    CROSS JOIN unnest(con.conkey) AS k(attnum)
    JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.attnum
  WHERE con.conrelid = 'public.t'::regclass AND con.contype = 'p' AND a.attname = 'a'
    AND NOT a.attisdropped;
  EXECUTE format('COMMENT ON CONSTRAINT %I ON t IS %L', found_name, 'the key');
END $$;
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'hstore') THEN
    CREATE TABLE with_extension (a int);
  ELSIF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'none' AND tgrelid = 't'::regclass)
    AND NOT EXISTS (SELECT 1 FROM pg_proc WHERE proname = 'f_of_nobody')
    AND NOT EXISTS (SELECT 1 FROM pg_policies WHERE policyname = 'p')
    AND NOT EXISTS (SELECT 1 FROM information_schema.schemata WHERE schema_name = 'extra') THEN
    CREATE SCHEMA extra;
  END IF;
  IF current_setting('server_version_num')::int >= 130000 THEN
    CREATE TABLE extra.new_enough (a int);
  END IF;
END $$;
SET app.mode = 'two';
DO $$ BEGIN
  EXECUTE 'CREATE TABLE mode_' || current_setting('app.mode') || ' (a int)';
END $$;
-- In blocks with handlers, too.
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'handled') THEN
    CREATE TABLE handled (a int);
    CREATE TABLE handled (a int);
  END IF;
EXCEPTION
  WHEN others THEN CREATE TABLE after_error (a int);
END $$;
-- Rows stay what a server alone knows; that they decide nothing here is known.
DO $$
DECLARE n int;
BEGIN
  SELECT count(*) INTO n FROM t;
  IF n > 0 THEN
    INSERT INTO u VALUES (n);
  END IF;
  CREATE TABLE whatever_rows (a int);
END $$;
-- expect-error: 20000
DO $$ BEGIN CASE 3 WHEN 1 THEN NULL; END CASE; END $$;
