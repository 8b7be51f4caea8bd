-- no-copy: the schema public of another database has other privileges
DROP SCHEMA public;
CREATE SCHEMA public;
GRANT ALL ON SCHEMA public TO pg_monitor;
