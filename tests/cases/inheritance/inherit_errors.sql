CREATE TABLE p (a int NOT NULL, b text, CONSTRAINT ck CHECK (a > 0));
CREATE TABLE c1 (a int NOT NULL, CONSTRAINT ck CHECK (a > 0));
-- expect-error: 42804
ALTER TABLE c1 INHERIT p;
CREATE TABLE c2 (a bigint NOT NULL, b text, CONSTRAINT ck CHECK (a > 0));
-- expect-error: 42804
ALTER TABLE c2 INHERIT p;
CREATE TABLE c3 (a int, b text, CONSTRAINT ck CHECK (a > 0));
-- expect-error: 42804
ALTER TABLE c3 INHERIT p;
CREATE TABLE c4 (a int NOT NULL, b text);
-- expect-error: 42804
ALTER TABLE c4 INHERIT p;
CREATE TABLE c5 (a int NOT NULL, b text, CONSTRAINT ck CHECK (a > 1));
-- expect-error: 42804
ALTER TABLE c5 INHERIT p;
CREATE TABLE c6 (a int NOT NULL, b text, CONSTRAINT ck CHECK (a > 0) NO INHERIT);
-- expect-error: 42P17
ALTER TABLE c6 INHERIT p;
CREATE TABLE c7 (a int NOT NULL, b text COLLATE "C", CONSTRAINT ck CHECK (a > 0));
-- expect-error: 42P21
ALTER TABLE c7 INHERIT p;
CREATE TABLE c8 (a int NOT NULL, b text);
ALTER TABLE c8 ADD CONSTRAINT ck CHECK (a > 0) NOT VALID;
-- expect-error: 42P17
ALTER TABLE c8 INHERIT p;
CREATE TABLE pt (a int NOT NULL, b text, CONSTRAINT ck CHECK (a > 0)) PARTITION BY LIST (a);
CREATE TABLE pt1 PARTITION OF pt FOR VALUES IN (1);
-- expect-error: 42809
ALTER TABLE pt INHERIT p;
-- expect-error: 42809
ALTER TABLE pt1 INHERIT p;
-- expect-error: 42809
ALTER TABLE c1 INHERIT pt;
-- expect-error: 42809
ALTER TABLE c1 INHERIT pt1;
-- expect-error: 42809
ALTER TABLE pt1 NO INHERIT pt;
CREATE VIEW v AS SELECT 1 AS a;
-- expect-error: 42809
ALTER TABLE c1 INHERIT v;
CREATE TYPE ty AS (a int, b text);
CREATE TABLE typed OF ty;
-- expect-error: 42809
ALTER TABLE typed INHERIT p;
CREATE TEMP TABLE tmp (a int);
-- expect-error: 42809
ALTER TABLE c1 INHERIT tmp;
