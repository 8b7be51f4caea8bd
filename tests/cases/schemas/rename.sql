CREATE SCHEMA before;
CREATE TABLE before.t (id serial PRIMARY KEY);
ALTER SCHEMA before RENAME TO after;
