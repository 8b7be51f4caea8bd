CREATE COLLATION c (LOCALE = 'C');
-- expect-error: 42710
CREATE COLLATION c (LOCALE = 'C');
-- expect-error: 42601
CREATE COLLATION x (LOCALE = 'C', LC_COLLATE = 'C');
-- expect-error: 42601
CREATE COLLATION x (FOOD = 'C');
-- expect-error: 42P17
CREATE COLLATION x (LC_COLLATE = 'C');
-- expect-error: 42P17
CREATE COLLATION x (PROVIDER = other, LOCALE = 'C');
-- expect-error: 0A000
CREATE COLLATION x (LOCALE = 'C', DETERMINISTIC = false);
-- expect-error: 42704
CREATE COLLATION x FROM nobody;
-- expect-error: 42P17
CREATE COLLATION x FROM "default";
-- expect-error: 42704
ALTER COLLATION nobody RENAME TO x;
-- expect-error: 42704
CREATE TABLE x (a text COLLATE nobody);
CREATE TABLE t (a text COLLATE c);
-- expect-error: 2BP01
DROP COLLATION c;
-- expect-error: 2BP01
DROP COLLATION "C";
-- expect-error: 42704
DROP COLLATION nobody;
