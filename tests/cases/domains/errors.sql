-- expect-error: 42710
CREATE DOMAIN a AS int CONSTRAINT c CHECK (VALUE > 0) CONSTRAINT c CHECK (VALUE > 1);
-- expect-error: 42601
CREATE DOMAIN a AS int NULL NOT NULL;
-- expect-error: 42601
CREATE DOMAIN a AS int DEFAULT 1 DEFAULT 2;
-- expect-error: 42804
CREATE DOMAIN a AS int COLLATE "C";
-- expect-error: 42804
CREATE DOMAIN a AS anyelement;
-- expect-error: 42804
CREATE DOMAIN a AS record;
-- expect-error: 42704
CREATE DOMAIN a AS nope;
-- expect-error: 3F000
CREATE DOMAIN nope.a AS int;
CREATE TABLE t (x int);
-- expect-error: 42809
ALTER DOMAIN t SET NOT NULL;
-- expect-error: 42710
CREATE DOMAIN t AS int;
CREATE DOMAIN a AS int;
-- expect-error: 42704
ALTER DOMAIN a DROP CONSTRAINT nope;
ALTER DOMAIN a DROP CONSTRAINT IF EXISTS nope;
-- expect-error: 42704
ALTER DOMAIN a VALIDATE CONSTRAINT nope;
-- expect-error: 42704
ALTER DOMAIN a RENAME CONSTRAINT nope TO x;
CREATE TABLE u (x a[]);
-- expect-error: 0A000
ALTER DOMAIN a SET NOT NULL;
-- expect-error: 2BP01
DROP DOMAIN a;
-- expect-error: 42809
DROP DOMAIN t;
-- expect-error: 42809
ALTER TYPE a ADD VALUE 'x';
