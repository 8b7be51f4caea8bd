CREATE TABLE t (a int);
CREATE VIEW v AS SELECT 1 AS one;
CREATE POLICY p ON t USING (a > 0);
-- expect-error: 42710
CREATE POLICY p ON t;
-- expect-error: 42601
CREATE POLICY q ON t FOR SELECT WITH CHECK (true);
-- expect-error: 42601
CREATE POLICY q ON t FOR INSERT USING (true);
-- expect-error: 42809
CREATE POLICY q ON v;
-- expect-error: 42P01
CREATE POLICY q ON nope;
-- expect-error: 42704
ALTER POLICY nope ON t USING (true);
CREATE POLICY s ON t FOR SELECT;
-- expect-error: 42601
ALTER POLICY s ON t WITH CHECK (true);
-- expect-error: 42710
ALTER POLICY s ON t RENAME TO p;
-- expect-error: 42704
ALTER POLICY nope ON t RENAME TO x;
-- expect-error: 42704
DROP POLICY nope ON t;
DROP POLICY IF EXISTS nope ON t;
DROP POLICY IF EXISTS p ON nope;
-- expect-error: 2BP01
ALTER TABLE t DROP COLUMN a;
ALTER TABLE t DROP COLUMN a CASCADE;
