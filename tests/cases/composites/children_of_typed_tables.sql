-- no-copy: columns that a child inherits later stand behind its own
CREATE TYPE c AS (a int, e int);
CREATE TABLE typed OF c;
CREATE TABLE below (own int) INHERITS (typed);
CREATE TABLE further () INHERITS (below);
ALTER TYPE c ADD ATTRIBUTE f text CASCADE;
ALTER TYPE c ADD ATTRIBUTE g int CASCADE, DROP ATTRIBUTE e CASCADE;
ALTER TYPE c ALTER ATTRIBUTE f TYPE varchar(5) CASCADE;
ALTER TYPE c RENAME ATTRIBUTE f TO ff CASCADE;
