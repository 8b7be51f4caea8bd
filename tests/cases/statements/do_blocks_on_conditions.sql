-- unresolved-ok: only a server can tell whether the conditions hold
-- expect-diagnostic: replay.unsupported-statement
CREATE TABLE t (a int, b int);
CREATE TABLE u (a int);
CREATE TABLE same (a int);
DO $$ BEGIN IF (SELECT count(*) FROM t) = 0 THEN ALTER TABLE t ADD c int; END IF; END $$;
DO $$ DECLARE n text := (SELECT a::text FROM same); BEGIN EXECUTE format('ALTER TABLE u ADD d int; -- %s', n); END $$;
DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT a FROM same LOOP EXECUTE 'ALTER TABLE u ADD e' || r.a || ' int'; END LOOP;
END $$;
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname LIKE 'some%') THEN DROP TABLE same; END IF;
END $$;
DO $$ BEGIN
  IF (SELECT count(*) FROM t) > 0 THEN RETURN; END IF;
  CREATE TABLE perhaps (a int);
END $$;
DO $$ BEGIN
  INSERT INTO t VALUES (1);
  ALTER TABLE u ADD e int;
EXCEPTION WHEN unique_violation THEN NULL;
END $$;
DO $$ DECLARE v int := 4; BEGIN CREATE TABLE of_variable AS SELECT v AS w; END $$;
-- What belongs to a table goes with it.
CREATE TABLE owner (id serial PRIMARY KEY, a int);
CREATE INDEX owner_index ON owner (a);
DO $$ BEGIN
  IF now() > '2000-01-01' THEN
    DROP TABLE owner;
    CREATE TABLE owner (a int);
  END IF;
END $$;
