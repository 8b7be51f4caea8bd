CREATE EXTENSION citext;
COMMENT ON EXTENSION citext IS 'ours';
CREATE EXTENSION hstore;
COMMENT ON EXTENSION hstore IS 'data type for storing sets of (key, value) pairs';
COMMENT ON SCHEMA public IS 'standard public schema';
