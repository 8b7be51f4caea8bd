-- What an older server does not know.
CREATE TABLE t (a int);
-- expect-error(-14): 42601
CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT;
-- expect-error(-14): 42601
ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a);
-- expect-error(-14): 0A000
CREATE UNLOGGED SEQUENCE s;
-- expect-error(13): 42601
CREATE TABLE c (a text COMPRESSION pglz);
