CREATE TABLE p (a int NOT NULL, b text, CONSTRAINT ck CHECK (b <> 'x')) PARTITION BY LIST (a);
CREATE TABLE missing (a int NOT NULL, CONSTRAINT ck CHECK (true));
-- expect-error: 42804
ALTER TABLE p ATTACH PARTITION missing FOR VALUES IN (1);
CREATE TABLE extra (a int NOT NULL, b text, c int, CONSTRAINT ck CHECK (b <> 'x'));
-- expect-error: 42804
ALTER TABLE p ATTACH PARTITION extra FOR VALUES IN (1);
CREATE TABLE typed (a bigint NOT NULL, b text, CONSTRAINT ck CHECK (b <> 'x'));
-- expect-error: 42804
ALTER TABLE p ATTACH PARTITION typed FOR VALUES IN (1);
CREATE TABLE collated (a int NOT NULL, b text COLLATE "C", CONSTRAINT ck CHECK (b <> 'x'));
-- expect-error: 42P21
ALTER TABLE p ATTACH PARTITION collated FOR VALUES IN (1);
CREATE TABLE nullable (a int, b text, CONSTRAINT ck CHECK (b <> 'x'));
-- expect-error: 42804
ALTER TABLE p ATTACH PARTITION nullable FOR VALUES IN (1);
CREATE TABLE unchecked (a int NOT NULL, b text);
-- expect-error: 42804
ALTER TABLE p ATTACH PARTITION unchecked FOR VALUES IN (1);
CREATE TABLE differs (a int NOT NULL, b text, CONSTRAINT ck CHECK (b <> 'y'));
-- expect-error: 42804
ALTER TABLE p ATTACH PARTITION differs FOR VALUES IN (1);
CREATE TABLE alone (a int NOT NULL, b text, CONSTRAINT ck CHECK (b <> 'x') NO INHERIT);
-- expect-error: 42P17
ALTER TABLE p ATTACH PARTITION alone FOR VALUES IN (1);
CREATE TABLE ok (a int NOT NULL, b text, CONSTRAINT ck CHECK (b <> 'x'));
-- expect-error(-17): 42P17
-- expect-error(18-): 42809
ALTER TABLE ok ATTACH PARTITION p FOR VALUES IN (1);
-- expect-error: 42P01
ALTER TABLE p ATTACH PARTITION nope FOR VALUES IN (1);
-- expect-error: 42P07
ALTER TABLE p ATTACH PARTITION p FOR VALUES IN (1);
-- expect-error: 42P16
ALTER TABLE p ATTACH PARTITION ok FOR VALUES FROM (1) TO (2);
ALTER TABLE p ATTACH PARTITION ok FOR VALUES IN (1);
-- expect-error: 42809
ALTER TABLE p ATTACH PARTITION ok FOR VALUES IN (2);
CREATE TABLE parent (a int NOT NULL, b text, CONSTRAINT ck CHECK (b <> 'x'));
CREATE TABLE child () INHERITS (parent);
-- expect-error: 42809
ALTER TABLE p ATTACH PARTITION parent FOR VALUES IN (3);
-- expect-error: 42809
ALTER TABLE p ATTACH PARTITION child FOR VALUES IN (3);
CREATE TYPE ty AS (a int, b text);
CREATE TABLE oftype OF ty (a NOT NULL, CONSTRAINT ck CHECK (b <> 'x'));
-- expect-error: 42809
ALTER TABLE p ATTACH PARTITION oftype FOR VALUES IN (3);
CREATE TEMP TABLE tmp (a int NOT NULL, b text, CONSTRAINT ck CHECK (b <> 'x'));
-- expect-error: 42809
ALTER TABLE p ATTACH PARTITION tmp FOR VALUES IN (3);
CREATE VIEW v AS SELECT 1 AS a;
-- expect-error: 42809
ALTER TABLE p ATTACH PARTITION v FOR VALUES IN (3);
-- expect-error: 42P01
ALTER TABLE p DETACH PARTITION parent;
-- expect-error(-17): 42P17
-- expect-error(18-): 42809
ALTER TABLE parent DETACH PARTITION child;
