-- majors: 16-
CREATE SUBSCRIPTION a CONNECTION 'dbname=nowhere' PUBLICATION p
  WITH (connect = false, slot_name = NONE, streaming = 'Parallel', password_required = false,
        run_as_owner, origin = NONE);
CREATE SUBSCRIPTION b CONNECTION 'dbname=nowhere' PUBLICATION p
  WITH (connect = false, slot_name = NONE, origin = 'any', streaming = off);
ALTER SUBSCRIPTION b SET (origin = 'none', run_as_owner = true, streaming = parallel);
ALTER SUBSCRIPTION a SET (password_required = true);
-- expect-error: 22023
ALTER SUBSCRIPTION a SET (origin = 'foo');
