CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TYPE pair AS (x int, y int);
CREATE TABLE t (a text DEFAULT 'sad', b int DEFAULT 1, c text, d mood DEFAULT 'happy');
-- expect-error: 42804
ALTER TABLE t ALTER a TYPE mood;
-- expect-error: 42804
ALTER TABLE t ALTER a TYPE mood USING a::mood;
ALTER TABLE t ALTER a DROP DEFAULT, ALTER a TYPE mood USING a::mood, ALTER a SET DEFAULT 'sad';
ALTER TABLE t ALTER b TYPE positive;
ALTER TABLE t ALTER c TYPE pair USING ROW(1, 2)::pair;
ALTER TABLE t ALTER d TYPE text;
-- expect-error: 2BP01
DROP TYPE mood;
ALTER TABLE t ALTER a DROP DEFAULT, ALTER a TYPE text, ALTER d DROP DEFAULT;
DROP TYPE mood;
