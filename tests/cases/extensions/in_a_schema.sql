-- expect-diagnostic: replay.other-extension-version
CREATE SCHEMA ext;
CREATE EXTENSION citext SCHEMA ext;
CREATE EXTENSION hstore SCHEMA ext VERSION '1.6';
CREATE EXTENSION pg_trgm;
CREATE TABLE t (a ext.citext PRIMARY KEY, b ext.hstore, c ext.citext[] COLLATE "C");
CREATE INDEX t_b ON t USING gist (b);
CREATE INDEX t_c ON t USING gist ((a::text) gist_trgm_ops (siglen = 32));
CREATE INDEX t_a ON t USING gin ((a::text) gin_trgm_ops);
CREATE VIEW v AS SELECT a, b OPERATOR(ext.->) 'x' AS x FROM t;
CREATE FUNCTION f(ext.citext) RETURNS ext.hstore LANGUAGE sql AS 'SELECT NULL::ext.hstore';
