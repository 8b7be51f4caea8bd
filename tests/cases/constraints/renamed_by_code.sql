-- unresolved-ok: only a server can tell what the block does
-- expect-diagnostic: replay.unsupported-statement
-- Whatever names code puts together: what it renames is not missing.
CREATE TABLE t (a int CONSTRAINT first UNIQUE, b int CONSTRAINT positive CHECK (b > 0));
DO $$
DECLARE r record;
BEGIN
  FOR r IN SELECT conname, regexp_replace(conname, 'i', 'y') AS changed FROM pg_constraint
           WHERE conrelid = 't'::regclass AND contype IN ('u', 'c') LOOP
    EXECUTE format('ALTER TABLE t RENAME CONSTRAINT %I TO %I', r.conname, r.changed);
  END LOOP;
END $$;
