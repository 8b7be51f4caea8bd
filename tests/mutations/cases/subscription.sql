-- setup: subscriptions that subscribe to nobody
CREATE SUBSCRIPTION s CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = 'one');
CREATE SUBSCRIPTION phased CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
CREATE SUBSCRIPTION dropped CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
CREATE SUBSCRIPTION on_and_off CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = 'two');
ALTER SUBSCRIPTION s OWNER TO postgres;

-- finds: changed subscription s: publications
ALTER SUBSCRIPTION s SET PUBLICATION q WITH (refresh = false);

-- finds: changed subscription s: slot_name
ALTER SUBSCRIPTION s SET (slot_name = 'other');

-- finds: changed subscription s: synchronous_commit
ALTER SUBSCRIPTION s SET (synchronous_commit = local);

-- finds: changed subscription s: binary
ALTER SUBSCRIPTION s SET (binary = true);

-- finds: changed subscription s: streaming
ALTER SUBSCRIPTION s SET (streaming = true);

-- finds: changed subscription s: disable_on_error
ALTER SUBSCRIPTION s SET (disable_on_error = true);

-- finds: changed subscription on_and_off: enabled
-- unseen: pg_dump makes every subscription so that it is not enabled
-- undo: ALTER SUBSCRIPTION on_and_off DISABLE
ALTER SUBSCRIPTION on_and_off ENABLE;

-- finds: changed subscription s: owner
-- undo: ALTER SUBSCRIPTION s OWNER TO postgres
-- undo: ALTER ROLE alice NOSUPERUSER
ALTER ROLE alice SUPERUSER;
ALTER SUBSCRIPTION s OWNER TO alice;

-- finds: changed subscription phased: two_phase
DROP SUBSCRIPTION phased;
CREATE SUBSCRIPTION phased CONNECTION 'dbname=nowhere' PUBLICATION p
  WITH (connect = false, slot_name = NONE, two_phase = true);

-- finds: missing subscription dropped
DROP SUBSCRIPTION dropped;

-- finds: unexpected subscription another
CREATE SUBSCRIPTION another CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);

-- setup(17-): what later versions brought
CREATE SUBSCRIPTION s CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);

-- finds: changed subscription s: origin
ALTER SUBSCRIPTION s SET (origin = none);

-- finds: changed subscription s: password_required
ALTER SUBSCRIPTION s SET (password_required = false);

-- finds: changed subscription s: run_as_owner
ALTER SUBSCRIPTION s SET (run_as_owner = true);

-- setup(17-): failover is set where the slot is made
CREATE SUBSCRIPTION s CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);

-- finds: changed subscription s: failover
DROP SUBSCRIPTION s;
CREATE SUBSCRIPTION s CONNECTION 'dbname=nowhere' PUBLICATION p
  WITH (connect = false, slot_name = NONE, failover = true);
