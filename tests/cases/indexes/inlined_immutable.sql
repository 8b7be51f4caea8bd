-- Functions in SQL whose bodies take their place, and are immutable whatever they are declared as.
CREATE TABLE t (name varchar(64), other text);
CREATE FUNCTION canonical(text) RETURNS text AS $$
  SELECT replace(lower($1), '-', '_')
$$ LANGUAGE SQL;
CREATE FUNCTION named(word text) RETURNS text LANGUAGE sql STABLE AS 'SELECT initcap(word);';
CREATE INDEX t_canonical ON t (canonical(name));
CREATE UNIQUE INDEX t_named ON t (named(other)) WHERE canonical(other) <> 'x';
CREATE TABLE u (name text, CONSTRAINT u_excluded EXCLUDE (canonical(name) WITH =));
CREATE FUNCTION normal(varchar) RETURNS varchar LANGUAGE sql AS 'SELECT lower(replace($1, ''_'', ''-''))';
CREATE INDEX t_normal ON t (normal(name));
