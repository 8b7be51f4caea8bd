CREATE TABLE t (a text COLLATE "C", b varchar(5) COLLATE "POSIX", c text COLLATE "default", d text[] COLLATE "C");
ALTER TABLE t ALTER c TYPE text COLLATE "C";
