CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a _mood, b mood[][], c _int4, d int[3]);
-- expect-error: 42809
ALTER TYPE _mood RENAME TO x;
-- expect-error: 2BP01
DROP TYPE _mood;
