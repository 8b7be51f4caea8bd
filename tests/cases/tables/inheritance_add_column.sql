-- no-copy: a column that a parent got after its child was made is not first in the child
CREATE TABLE p (a int, b text);
CREATE TABLE c (d int, e int) INHERITS (p);
CREATE TABLE g (i int) INHERITS (c);
ALTER TABLE p ADD COLUMN e int DEFAULT 3;
ALTER TABLE p ADD COLUMN f text NOT NULL DEFAULT 'x' CHECK (f <> '');
ALTER TABLE ONLY g DROP COLUMN i;
