CREATE TYPE none AS ENUM ();
CREATE TYPE mood AS ENUM ('sad', 'it''s', E'back\\slash', 'Ünïcode', '');
ALTER TYPE mood ADD VALUE 'first' BEFORE 'sad';
ALTER TYPE mood ADD VALUE 'between' AFTER 'sad';
CREATE TABLE t (a mood DEFAULT 'sad', b mood[] DEFAULT '{sad,first}', CHECK (a <> 'first'));
CREATE FUNCTION f(m mood DEFAULT 'sad') RETURNS mood LANGUAGE sql AS 'SELECT $1';
COMMENT ON TYPE mood IS 'mood';
