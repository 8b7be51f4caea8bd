-- majors: 14-
-- no-copy: the constructors of a multirange type keep its old name, which no type can be made with
CREATE TYPE fr AS RANGE (SUBTYPE = float8, MULTIRANGE_TYPE_NAME = frs);
CREATE TABLE t (a frs DEFAULT frs(fr(1, 2)));
ALTER TYPE frs RENAME TO renamed;
CREATE VIEW after AS SELECT frs(fr(1, 3)) AS x;
-- expect-error: 42883
CREATE VIEW bad AS SELECT renamed(fr(1, 3)) AS x;
