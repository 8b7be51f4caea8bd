-- unresolved-ok: lists of columns go by position
-- expect-diagnostic: replay.unresolved-expression
CREATE TABLE one (a int, b int, c int);
CREATE TABLE two (d int);
CREATE VIEW listed AS SELECT r.x FROM one r(x);
CREATE VIEW listed_join AS SELECT j.w FROM (one CROSS JOIN two) j(w, x, y, z);
ALTER TABLE one ADD e int;
ALTER TABLE one DROP b;
