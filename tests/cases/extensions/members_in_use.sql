CREATE SCHEMA ext;
CREATE EXTENSION citext;
CREATE EXTENSION moddatetime;
CREATE EXTENSION btree_gist;
CREATE EXTENSION pg_trgm SCHEMA ext;
CREATE TABLE t (a citext PRIMARY KEY, b citext[], c text, at timestamptz, room int, during tsrange,
                EXCLUDE USING gist (room WITH =, during WITH &&));
CREATE INDEX i ON t USING gin (c ext.gin_trgm_ops);
CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION moddatetime(at);
CREATE DOMAIN email AS citext;
CREATE FUNCTION f(citext, email) RETURNS citext LANGUAGE sql AS 'SELECT $1';
ALTER EXTENSION citext SET SCHEMA ext;
