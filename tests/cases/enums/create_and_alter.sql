CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s');
ALTER TYPE mood ADD VALUE 'happy';
ALTER TYPE mood ADD VALUE 'angry' BEFORE 'sad';
ALTER TYPE mood ADD VALUE 'fine' AFTER 'ok';
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok';
ALTER TYPE mood RENAME VALUE 'ok' TO 'okay';
CREATE TYPE empty AS ENUM ();
CREATE TABLE t (m mood DEFAULT 'sad', ms mood[]);
