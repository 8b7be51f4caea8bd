CREATE TABLE t (a text, b text COLLATE "C");
CREATE INDEX i ON t (a COLLATE "C", b COLLATE "POSIX", b);
CREATE INDEX j ON t (lower(a) COLLATE "C", lower(b));
