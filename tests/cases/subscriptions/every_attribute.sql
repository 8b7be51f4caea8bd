-- majors: 17-
CREATE SUBSCRIPTION plain CONNECTION 'dbname=nowhere' PUBLICATION p
  WITH (connect = false, slot_name = NONE);
CREATE SUBSCRIPTION a CONNECTION 'dbname=nowhere' PUBLICATION q, p
  WITH (connect = false, slot_name = 'slot', streaming = on, password_required = false,
        run_as_owner, origin = none, failover, two_phase, disable_on_error, binary,
        synchronous_commit = remote_write);
ALTER SUBSCRIPTION a ENABLE;
