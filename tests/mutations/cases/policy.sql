-- setup: policies
CREATE TABLE t (a int, b int);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (a > 0);
CREATE POLICY command ON t USING (a > 0);
CREATE POLICY permissive ON t USING (a > 0);
CREATE POLICY dropped ON t USING (a > 0);

-- finds: changed policy public.t.p: roles
ALTER POLICY p ON t TO alice;

-- finds: changed policy public.t.p: using
ALTER POLICY p ON t USING (a > 1);

-- finds: changed policy public.t.p: with_check
ALTER POLICY p ON t WITH CHECK (b > 0);

-- finds: changed policy public.t.command: command
DROP POLICY command ON t;
CREATE POLICY command ON t FOR SELECT USING (a > 0);

-- finds: changed policy public.t.permissive: permissive
DROP POLICY permissive ON t;
CREATE POLICY permissive ON t AS RESTRICTIVE USING (a > 0);

-- finds: missing policy public.t.dropped
DROP POLICY dropped ON t;

-- finds: unexpected policy public.t.another
CREATE POLICY another ON t FOR DELETE USING (true);
