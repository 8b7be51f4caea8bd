CREATE TYPE a AS ENUM ('x');
CREATE TABLE t (c a DEFAULT 'x');
ALTER TYPE a RENAME TO b;
-- expect-error: 2BP01
DROP TYPE b;
CREATE TYPE c AS ENUM ('y');
DROP TYPE c;
-- expect-error: 42710
CREATE TYPE b AS ENUM ('z');
