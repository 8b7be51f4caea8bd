CREATE SCHEMA app;
CREATE FUNCTION app.lower(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT $1';
CREATE TABLE app.t (a text CHECK (lower(a) = a), b int);
CREATE VIEW app.v AS SELECT lower(a) AS l, b FROM app.t;
SET search_path = app, pg_catalog;
ALTER TABLE t RENAME a TO c;
CREATE INDEX ON t (lower(c));
ALTER TABLE t RENAME c TO d;
