CREATE TYPE mood AS ENUM ('b', 'd');
ALTER TYPE mood ADD VALUE 'c' BEFORE 'd';
ALTER TYPE mood ADD VALUE 'a' BEFORE 'b';
ALTER TYPE mood ADD VALUE 'e' AFTER 'd';
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'a' AFTER 'e';
ALTER TYPE mood ADD VALUE 'It''s "odd"';
-- expect-error: 42710
ALTER TYPE mood ADD VALUE 'a';
-- expect-error: 22023
ALTER TYPE mood ADD VALUE 'x' AFTER 'nope';
-- expect-error: 22023
ALTER TYPE mood RENAME VALUE 'nope' TO 'x';
-- expect-error: 42710
ALTER TYPE mood RENAME VALUE 'a' TO 'b';
ALTER TYPE mood RENAME VALUE 'a' TO 'first';
-- expect-error: 23505
CREATE TYPE twice AS ENUM ('a', 'a');
-- expect-error: 42602
CREATE TYPE long AS ENUM ('1234567890123456789012345678901234567890123456789012345678901234');
CREATE TYPE "Odd Name" AS ENUM ();
-- expect-error: 42809
ALTER TYPE int4 ADD VALUE 'a';
