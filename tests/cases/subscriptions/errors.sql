CREATE SUBSCRIPTION s CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false);
CREATE SUBSCRIPTION n CONNECTION 'dbname=nowhere' PUBLICATION p
  WITH (connect = false, slot_name = NONE);
-- expect-error: 42710
CREATE SUBSCRIPTION s CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false);
-- expect-error: 42601
CREATE SUBSCRIPTION x CONNECTION 'nowhere' PUBLICATION p WITH (connect = false);
-- expect-error: 42601
CREATE SUBSCRIPTION x CONNECTION 'i_dont_exist=param' PUBLICATION p WITH (connect = false);
-- expect-error: 42601
CREATE SUBSCRIPTION x CONNECTION 'user=''u' PUBLICATION p WITH (connect = false);
-- expect-error(13): 42601
-- expect-error(14-): 42710
CREATE SUBSCRIPTION x CONNECTION 'dbname=nowhere' PUBLICATION p, q, p WITH (connect = false);
-- expect-error: 42601
CREATE SUBSCRIPTION x CONNECTION '' PUBLICATION p WITH (connect = false, copy_data = true);
-- expect-error: 42601
CREATE SUBSCRIPTION x CONNECTION '' PUBLICATION p WITH (connect = false, enabled = true);
-- expect-error: 42601
CREATE SUBSCRIPTION x CONNECTION '' PUBLICATION p WITH (connect = false, create_slot = true);
-- expect-error: 42601
CREATE SUBSCRIPTION x CONNECTION '' PUBLICATION p WITH (slot_name = NONE, enabled = true);
-- expect-error: 42601
CREATE SUBSCRIPTION x CONNECTION '' PUBLICATION p WITH (slot_name = NONE, enabled = false);
-- expect-error: 42601
CREATE SUBSCRIPTION x CONNECTION '' PUBLICATION p WITH (connect = false, foo);
-- expect-error: 42601
CREATE SUBSCRIPTION x CONNECTION '' PUBLICATION p WITH (connect = false, connect = false);
-- expect-error: 42602
CREATE SUBSCRIPTION x CONNECTION '' PUBLICATION p WITH (connect = false, slot_name = '');
-- expect-error: 42602
CREATE SUBSCRIPTION x CONNECTION '' PUBLICATION p WITH (connect = false, slot_name = 'A');
-- expect-error: 22023
ALTER SUBSCRIPTION s SET (synchronous_commit = foobar);
-- expect-error: 42601
ALTER SUBSCRIPTION s SET (create_slot = false);
-- expect-error: 42601
ALTER SUBSCRIPTION s CONNECTION 'foobar';
-- expect-error: 42704
ALTER SUBSCRIPTION nobody ENABLE;
-- expect-error(13): 42601
-- expect-error(14-): 55000
ALTER SUBSCRIPTION n ENABLE;
-- expect-error(13): 42601
-- expect-error(14-): 55000
ALTER SUBSCRIPTION n REFRESH PUBLICATION;
-- expect-error(13): 42601
-- expect-error(14-): 55000
ALTER SUBSCRIPTION n SET PUBLICATION q;
-- expect-error: 42710
ALTER SUBSCRIPTION n RENAME TO s;
-- expect-error: 42704
ALTER SUBSCRIPTION nobody RENAME TO x;
-- expect-error: 42704
DROP SUBSCRIPTION nobody;
-- expect-error: 42704
COMMENT ON SUBSCRIPTION nobody IS 'x';
BEGIN;
-- expect-error: 25001
DROP SUBSCRIPTION s;
ROLLBACK;
BEGIN;
-- expect-error: 25001
CREATE SUBSCRIPTION x CONNECTION '' PUBLICATION p;
ROLLBACK;
