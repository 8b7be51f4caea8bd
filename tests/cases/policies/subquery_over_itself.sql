-- What a policy reads of its own table in a subquery, it depends on.
CREATE TABLE t (a int, b text);
CREATE POLICY p ON t USING (EXISTS (SELECT FROM t AS other WHERE other.b = t.b));
CREATE POLICY q ON t USING ((SELECT max(x.a) FROM t x) > 1);
-- expect-error: 0A000
ALTER TABLE t ALTER a TYPE bigint;
-- expect-error: 2BP01
ALTER TABLE t DROP a;
ALTER TABLE t DROP a CASCADE;
