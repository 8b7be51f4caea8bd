-- majors: 14-
CREATE SUBSCRIPTION a CONNECTION 'dbname=nowhere' PUBLICATION p, q
  WITH (connect = false, slot_name = NONE, binary);
ALTER SUBSCRIPTION a ADD PUBLICATION r WITH (refresh = false);
ALTER SUBSCRIPTION a DROP PUBLICATION p WITH (refresh = false);
-- expect-error: 42710
ALTER SUBSCRIPTION a ADD PUBLICATION x, x WITH (refresh = false);
-- expect-error: 42710
ALTER SUBSCRIPTION a ADD PUBLICATION r WITH (refresh = false);
-- expect-error: 42P17
ALTER SUBSCRIPTION a DROP PUBLICATION p WITH (refresh = false);
-- expect-error: 42P17
ALTER SUBSCRIPTION a DROP PUBLICATION r, q WITH (refresh = false);
-- expect-error: 55000
ALTER SUBSCRIPTION a ADD PUBLICATION s;
