-- Rows that are published must be identified where they are changed.
CREATE TABLE plain (a int, b text);
CREATE TABLE keyed (a int PRIMARY KEY, b text);
CREATE TABLE late (a int PRIMARY KEY DEFERRABLE, b text);
CREATE TABLE whole (a int, b text);
ALTER TABLE whole REPLICA IDENTITY FULL;
CREATE TABLE by_index (a int NOT NULL, b text);
CREATE UNIQUE INDEX by_index_idx ON by_index (a);
ALTER TABLE by_index REPLICA IDENTITY USING INDEX by_index_idx;
CREATE TABLE parted (a int, b text) PARTITION BY LIST (a);
CREATE TABLE part PARTITION OF parted FOR VALUES IN (1);
CREATE UNLOGGED TABLE not_logged (a int);
CREATE PUBLICATION p FOR TABLE plain, keyed, late, whole, by_index, parted;
-- expect-error: 55000
DELETE FROM plain;
-- expect-error: 55000
UPDATE plain SET b = 'x' WHERE a = 1;
DELETE FROM keyed;
-- expect-error: 55000
DELETE FROM late WHERE a > 1;
DELETE FROM whole;
UPDATE by_index SET a = 1;
-- expect-error: 55000
DELETE FROM parted;
-- expect-error: 55000
DELETE FROM part WHERE b = 'x';
INSERT INTO plain VALUES (1, 'b');
DELETE FROM not_logged;
ALTER PUBLICATION p SET (publish = 'insert, update');
DELETE FROM plain;
-- expect-error: 55000
WITH w AS (UPDATE plain SET b = 'y' RETURNING a) SELECT * FROM w;
CREATE RULE r AS ON UPDATE TO plain DO INSTEAD NOTHING;
UPDATE plain SET b = 'z';
DROP RULE r ON plain;
ALTER TABLE plain REPLICA IDENTITY FULL;
UPDATE plain SET b = 'z';
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE TABLE other (a int);
-- expect-error: 55000
DELETE FROM other;
DROP PUBLICATION everything;
DELETE FROM other;
