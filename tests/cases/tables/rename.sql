CREATE TABLE before (id serial PRIMARY KEY, name text UNIQUE, other int REFERENCES before);
ALTER TABLE before RENAME TO after;
ALTER TABLE after RENAME COLUMN name TO title;
ALTER TABLE after RENAME CONSTRAINT before_name_key TO title_is_unique;
