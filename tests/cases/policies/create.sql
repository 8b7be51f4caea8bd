CREATE TABLE t (a int, owner text);
CREATE POLICY everyone ON t;
CREATE POLICY own ON t FOR SELECT TO pg_monitor, PUBLIC USING (owner = CURRENT_USER);
CREATE POLICY strict ON t AS RESTRICTIVE FOR UPDATE TO pg_monitor, pg_signal_backend USING (a > 1) WITH CHECK (a < 10);
CREATE POLICY ins ON t FOR INSERT WITH CHECK (a > 0);
ALTER POLICY ins ON t RENAME TO inserted;
ALTER POLICY strict ON t TO pg_monitor;
CREATE POLICY gone ON t;
DROP POLICY gone ON t;
