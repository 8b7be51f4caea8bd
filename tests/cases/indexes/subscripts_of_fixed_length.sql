-- Types of a fixed length that have elements take subscripts as arrays do.
CREATE DOMAIN spot AS point;
CREATE TABLE t (p point, b box, l lseg, n name, s spot, i line, v oidvector, w int2vector, j int, r circle);
CREATE INDEX t_p ON t ((p[0]), (p[1]));
CREATE INDEX t_b ON t ((b[0][0] <-> p), (((b[1])[0])));
CREATE INDEX t_s ON t ((s[0])) WHERE (n[0])::text = 'a' AND n[1] <> 'b';
ALTER TABLE t ADD CHECK (p[0] >= -90 AND (l[j])[0] > 1);
CREATE VIEW parts AS
  SELECT p[0] AS x, b[1] AS corner, (l[0])[1] AS y, n[j] AS letter, s[1] AS sy, i[2] AS c, v[0] AS o, w[0:1] AS ws FROM t;
CREATE INDEX t_part ON t ((point '(1,2)' <-> p)) WHERE (point '(1,2)')[0] = p[0];
CREATE FUNCTION latitude(point) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT ($1)[0]';
-- expect-error: 42804
CREATE INDEX ON t ((p['a'::text]));
-- expect-error: 42804
CREATE VIEW none AS SELECT r[0] FROM t;
