-- majors: -15
-- unresolved-ok: a table that a rule makes a view
-- expect-diagnostic: replay.not-modelled
CREATE TABLE t (a int);
CREATE RULE "_RETURN" AS ON SELECT TO t DO INSTEAD SELECT 1 AS a;
