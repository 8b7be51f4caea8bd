-- majors: 15-
CREATE SUBSCRIPTION a CONNECTION 'dbname=nowhere' PUBLICATION p, q
  WITH (connect = false, slot_name = NONE, binary, streaming = on, two_phase, disable_on_error = 1);
CREATE SUBSCRIPTION b CONNECTION 'dbname=nowhere' PUBLICATION p
  WITH (connect = false, slot_name = NONE);
ALTER SUBSCRIPTION a ADD PUBLICATION o, r WITH (refresh = false);
ALTER SUBSCRIPTION a DROP PUBLICATION p, q WITH (refresh = false);
ALTER SUBSCRIPTION a SET (binary = false, disable_on_error = off);
ALTER SUBSCRIPTION b SET (streaming = true, disable_on_error = true);
ALTER SUBSCRIPTION b SKIP (lsn = '0/12345');
ALTER SUBSCRIPTION b SKIP (lsn = NONE);
-- expect-error: 22P02
ALTER SUBSCRIPTION b SKIP (lsn = 'x');
-- expect-error: 22023
ALTER SUBSCRIPTION b SKIP (lsn = '0/0');
-- expect-error(-17): 42601
ALTER SUBSCRIPTION b SET (two_phase = true);
-- expect-error: 42710
ALTER SUBSCRIPTION a ADD PUBLICATION r WITH (refresh = false);
-- expect-error: 42710
ALTER SUBSCRIPTION a ADD PUBLICATION x, x WITH (refresh = false);
-- expect-error: 42P17
ALTER SUBSCRIPTION a DROP PUBLICATION p WITH (refresh = false);
-- expect-error: 42P17
ALTER SUBSCRIPTION a DROP PUBLICATION r, o WITH (refresh = false);
