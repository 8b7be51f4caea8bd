-- majors: 15-
CREATE TABLE keyed (a int PRIMARY KEY, b text, c int);
CREATE TABLE bare (a int, b text);
CREATE PUBLICATION by_key FOR TABLE keyed WHERE (a > 1), bare WHERE (b = 'x');
DELETE FROM keyed;
-- expect-error: 42P10
UPDATE bare SET a = 1;
DROP PUBLICATION by_key;
CREATE PUBLICATION by_other FOR TABLE keyed WHERE (c > 1);
-- expect-error: 42P10
DELETE FROM keyed;
ALTER TABLE keyed REPLICA IDENTITY FULL;
DELETE FROM keyed;
DROP PUBLICATION by_other;
CREATE PUBLICATION columns FOR TABLE keyed (a, b), bare (a);
-- expect-error: 42P10
DELETE FROM keyed;
ALTER TABLE keyed REPLICA IDENTITY DEFAULT;
DELETE FROM keyed;
-- expect-error: 55000
DELETE FROM bare;
ALTER PUBLICATION columns SET TABLE keyed (b, c);
-- expect-error: 42P10
UPDATE keyed SET b = 'x';
CREATE SCHEMA s;
CREATE TABLE s.t (a int);
CREATE PUBLICATION of_schema FOR TABLES IN SCHEMA s;
-- expect-error: 55000
DELETE FROM s.t;
