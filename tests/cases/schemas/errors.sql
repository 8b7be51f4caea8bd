CREATE SCHEMA s;
-- expect-error: 42P06
CREATE SCHEMA s;
-- expect-error: 3F000
CREATE TABLE nope.t (a int);
CREATE TABLE s.t (a int);
-- expect-error: 2BP01
DROP SCHEMA s;
-- expect-error: 42939
CREATE SCHEMA pg_mine;
