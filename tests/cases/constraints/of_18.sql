-- majors: 18-
-- parser: 18
CREATE EXTENSION btree_gist;
CREATE TABLE p (
    id int, during daterange,
    PRIMARY KEY (id, during WITHOUT OVERLAPS)
);
CREATE TABLE f (
    id int, p_id int, during daterange,
    UNIQUE (id, during WITHOUT OVERLAPS),
    FOREIGN KEY (p_id, PERIOD during) REFERENCES p (id, PERIOD during)
);
CREATE TABLE k (a int PRIMARY KEY);
CREATE TABLE n (
    a int CONSTRAINT a_there NOT NULL,
    b int NOT NULL NO INHERIT,
    c int CHECK (c > 0) NOT ENFORCED,
    d int REFERENCES k NOT ENFORCED,
    e int
);
ALTER TABLE n ADD CONSTRAINT e_there NOT NULL e NOT VALID;
CREATE TABLE child () INHERITS (n);
CREATE TABLE child_with_names (a int CONSTRAINT mine NOT NULL) INHERITS (n);
CREATE DOMAIN d AS int CONSTRAINT there NOT NULL;
