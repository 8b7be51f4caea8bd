CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('on', 'off');
CREATE FUNCTION app.f(app.state) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1';
CREATE TABLE app.t (id serial PRIMARY KEY, a app.state DEFAULT 'on' CHECK (app.f(a) > 0));
CREATE TABLE u (id int REFERENCES app.t, a app.state DEFAULT 'off'::app.state);
CREATE INDEX ON app.t (app.f(a)) WHERE a = 'on';
CREATE VIEW v AS SELECT t.id, 'app' AS name, app.f(t.a) AS n FROM app.t;
CREATE VIEW app.w AS SELECT * FROM v;
ALTER SCHEMA app RENAME TO "My app";
