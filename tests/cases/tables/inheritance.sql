CREATE TABLE p1 (a int NOT NULL, b text DEFAULT 'p' CHECK (b <> ''));
CREATE TABLE p2 (a int, c date);
CREATE TABLE child (d int, b text) INHERITS (p1, p2);
CREATE TABLE only_inherited () INHERITS (p1);
ALTER TABLE only_inherited NO INHERIT p1;
