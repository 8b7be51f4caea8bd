-- DO blocks of which it can be told what they do.
CREATE SCHEMA elsewhere;
CREATE TABLE t (a int, b int);
DO $$ BEGIN CREATE TYPE st AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$
BEGIN
  CREATE TYPE st AS ENUM ('b');
EXCEPTION
  WHEN undefined_table THEN RAISE;
  WHEN duplicate_object OR SQLSTATE '42P01' THEN CREATE TYPE other AS ENUM ('c');
END
$$;
CREATE TABLE u (id int, s st DEFAULT 'a', o other);
CREATE INDEX ON u (s);
DO $block$ BEGIN EXECUTE $q$CREATE TABLE IF NOT EXISTS made (id int)$q$; END $block$;
CREATE INDEX ON made (id);
DO LANGUAGE plpgsql 'BEGIN EXECUTE ''ALTER TABLE made ADD n text DEFAULT ''''it''''''''s''''''; END';
DO $$ BEGIN ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0); ALTER TABLE t ALTER b SET DEFAULT 5; END $$;
ALTER TABLE t RENAME TO t2;
-- Rows are no matter of the schema.
DO $$
DECLARE
  x int := 1;
  r t2%ROWTYPE;
BEGIN
  FOR x IN SELECT a FROM t2 LOOP
    INSERT INTO u VALUES (x);
    IF x > 3 THEN
      UPDATE t2 SET a = 1;
    ELSIF x < 0 THEN
      RAISE EXCEPTION 'negative: %', x;
    ELSE
      RETURN;
    END IF;
  END LOOP;
  SELECT count(*) INTO STRICT x FROM t2;
  PERFORM pg_sleep(0);
EXCEPTION
  WHEN unique_violation THEN DELETE FROM u;
END $$;
-- As a whole or not at all; a RETURN ends it.
-- expect-error: P0001
DO $$
BEGIN
  CREATE TABLE never (a int);
  RAISE EXCEPTION 'no';
END $$;
-- expect-error: 42P01
DO $$
BEGIN
  CREATE TABLE never (a int);
  ALTER TABLE nowhere ADD b int;
END $$;
DO $$
BEGIN
  CREATE TABLE before_it (a int);
  RETURN;
  CREATE TABLE after_it (a int);
END $$;
DO $$
BEGIN
  BEGIN
    CREATE TABLE inner_one (a int);
    CREATE TABLE inner_one (a int);
  EXCEPTION
    WHEN others THEN CREATE TABLE instead (a int);
  END;
  CREATE VIEW v AS SELECT a FROM instead;
  SET search_path = elsewhere, public;
END $$;
CREATE TABLE untouched (id int PRIMARY KEY);
DO $$ BEGIN ALTER TABLE u ADD CONSTRAINT u_id FOREIGN KEY (id) REFERENCES elsewhere.untouched;
EXCEPTION WHEN duplicate_object THEN null; END $$;
