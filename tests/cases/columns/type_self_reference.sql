CREATE TABLE node (id int PRIMARY KEY, parent int REFERENCES node, CHECK (id <> parent));
ALTER TABLE node ALTER id TYPE bigint, ALTER parent TYPE bigint;
