CREATE SCHEMA app;
CREATE SCHEMA ext;
CREATE EXTENSION citext SCHEMA public;
CREATE EXTENSION "uuid-ossp" SCHEMA public;
CREATE EXTENSION pgcrypto SCHEMA ext;
CREATE EXTENSION pg_trgm SCHEMA public;
CREATE EXTENSION hstore SCHEMA public;
CREATE EXTENSION unaccent SCHEMA public;
CREATE TABLE app.t (
  id integer PRIMARY KEY,
  txt text,
  vc character varying(20),
  u uuid,
  ci public.citext,
  cia public.citext[],
  h public.hstore,
  by bytea
);
