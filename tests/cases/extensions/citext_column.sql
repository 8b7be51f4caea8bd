CREATE EXTENSION citext;
CREATE TABLE t (email citext NOT NULL UNIQUE, name text);
CREATE INDEX ON t (email, name);
