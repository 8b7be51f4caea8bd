-- One statement or more of each category that a script can bring about.
\set kind integer
CREATE TABLE plain (a :kind DEFAULT 1, b text);  -- conforming
CREATE TABLE plain (a int);  -- same-error
CREATE TABLE broken (a int,);  -- same-error: of the parser
ALTER TABLE base ADD CHECK (a > 1);  -- circumstance
CREATE ROLE regress_conformance;  -- outside
-- What it makes depends on rows, which replays do not see: unmodelled. It counts once.
DO $$
DECLARE made text;
BEGIN
  SELECT 'by_' || b INTO made FROM base WHERE a = 2;
  EXECUTE 'CREATE TABLE ' || made || ' (x int)';
END $$;
ALTER TABLE by_two ADD y text NOT NULL;  -- conforming
SELECT b AS name FROM base WHERE a = 1 \gset
CREATE TABLE of_:name (a int);  -- not sent: the replay cannot know what
\if false
CREATE TABLE not_read (a int);
\endif
CREATE TEMP TABLE passing (a int);  -- conforming
\c -
CREATE TEMP TABLE passing (a int);  -- conforming: the one before is gone
SELECT count(*) FROM base;
