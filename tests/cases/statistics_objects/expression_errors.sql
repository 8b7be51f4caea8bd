-- majors: 14-
CREATE TABLE t (a int, b xml);
-- expect-error: 0A000
CREATE STATISTICS x (mcv) ON (a + 1) FROM t;
-- expect-error: 42701
CREATE STATISTICS x ON (a + 1), (a + 1) FROM t;
-- expect-error: 0A000
CREATE STATISTICS x ON (ctid::text || 'x'), a FROM t;
-- expect-error: 0A000
CREATE STATISTICS x ON a, (xmlconcat(b)) FROM t;
-- expect-error: 42803
CREATE STATISTICS x ON (max(a)) FROM t;
-- expect-error: 0A000
CREATE STATISTICS x ON ((SELECT 1)), a FROM t;
-- expect-error: 42703
CREATE STATISTICS x ON (nobody + 1) FROM t;
