-- expect-diagnostic: replay.not-compared
-- expect-diagnostic: replay.unset-setting
-- Whether a role was there already makes no difference to the schema.
CREATE TABLE t (a int);
DO $$
DECLARE name text := coalesce(current_setting('sd.role', true), 'sd_conditional');
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) THEN
    EXECUTE 'CREATE ROLE ' || name || ' NOLOGIN';
    EXECUTE format('ALTER ROLE %I NOINHERIT', name);
    GRANT pg_monitor TO sd_conditional;
  END IF;
  EXECUTE 'GRANT SELECT ON t TO ' || name;
  ALTER TABLE t ADD b int;
END $$;
REVOKE ALL ON t FROM sd_conditional;
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_authid WHERE rolname = 'sd_conditional') THEN NULL; END IF;
END $$;
DROP ROLE sd_conditional;
-- What statements said of roles is known.
CREATE ROLE sd_made;
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'sd_made') THEN ALTER TABLE t ADD c int; END IF;
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'sd_conditional') THEN DROP TABLE t; END IF;
END $$;
DROP ROLE sd_made;
