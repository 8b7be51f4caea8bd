-- Lists of columns in a view's query grow with the relation that it reads.
CREATE TABLE one (a int, b int, c int);
CREATE TABLE two (ax bigint, b int, c text);
CREATE VIEW plain AS SELECT one.a, two.ax FROM one JOIN two ON one.b = two.b;
CREATE VIEW joined AS SELECT b, one.a, two.c FROM one JOIN two USING (b);
CREATE VIEW listed AS SELECT r.x, r.y FROM two r(x, y);
CREATE MATERIALIZED VIEW kept AS SELECT r.x, r.y FROM two r(x, y);
CREATE VIEW calls AS SELECT g.i, lower(two.c) AS l FROM two, generate_series(1, 2) g(i), (SELECT 1) q(z), (VALUES (1)) v(w);
ALTER TABLE two ADD d int;
ALTER TABLE one ADD e int, ADD f int;
ALTER TABLE one DROP f;
CREATE TABLE parent (p int);
CREATE TABLE child () INHERITS (parent);
CREATE VIEW of_child AS SELECT r.x FROM child r(x);
ALTER TABLE parent ADD q int;
