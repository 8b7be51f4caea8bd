CREATE EXTENSION hstore;
COMMENT ON EXTENSION hstore IS 'data type for storing sets of (key, value) pairs';
COMMENT ON SCHEMA public IS 'standard public schema';
COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL procedural language';
CREATE TABLE t (a int);
