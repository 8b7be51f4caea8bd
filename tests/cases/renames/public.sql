-- no-copy: a new database has a schema public
CREATE TABLE t (a int);
ALTER SCHEMA public RENAME TO app;
CREATE TABLE app.u (a int);
