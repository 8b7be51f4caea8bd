-- unresolved-ok: only a server can run such a block
-- expect-diagnostic: replay.unsupported-statement
-- expect-diagnostic: replay.not-modelled
CREATE TABLE t (a int, b int);
DO $$ BEGIN CREATE TYPE st AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
CREATE TABLE u (id int, s st DEFAULT 'a');
CREATE INDEX ON u (s);
DO $block$ BEGIN EXECUTE $q$CREATE TABLE IF NOT EXISTS made (id int)$q$; END $block$;
CREATE INDEX ON made (id);
DO $$ BEGIN ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0); ALTER TABLE t ALTER b SET DEFAULT 5; END $$;
ALTER TABLE t RENAME TO t2;
CREATE TABLE untouched (id int PRIMARY KEY);
