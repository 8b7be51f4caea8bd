-- A relation's name as a constant follows it, in the defaults that others inherit or copy, too.
CREATE TABLE p (b regclass DEFAULT 'p'::regclass, n int, g int GENERATED ALWAYS AS (n + 1) STORED);
CREATE TABLE c () INHERITS (p);
CREATE TABLE l (LIKE p INCLUDING DEFAULTS INCLUDING GENERATED);
ALTER TABLE p RENAME TO q;
ALTER TABLE q RENAME n TO m;
CREATE SCHEMA s;
ALTER TABLE q SET SCHEMA s;
