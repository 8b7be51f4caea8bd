-- no-copy(13): synchronous_commit is for superusers to read there
CREATE SUBSCRIPTION plain CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false);
CREATE SUBSCRIPTION slotless CONNECTION 'host=''a b'' password=secret dbname = nowhere'
  PUBLICATION "Odd", a, b WITH (connect = false, slot_name = NONE, synchronous_commit = local);
CREATE SUBSCRIPTION "Odd name" CONNECTION 'postgres://nobody:secret@nowhere/db' PUBLICATION p
  WITH (connect = false, enabled = false, create_slot = false, copy_data = false, slot_name = 's_1');
COMMENT ON SUBSCRIPTION plain IS 'it''s plain';
COMMENT ON SUBSCRIPTION slotless IS 'x';
COMMENT ON SUBSCRIPTION slotless IS NULL;
ALTER SUBSCRIPTION plain SET (slot_name = 'another', synchronous_commit = 'remote_apply');
ALTER SUBSCRIPTION slotless CONNECTION 'user=u password=other';
ALTER SUBSCRIPTION slotless SET PUBLICATION c, q WITH (refresh = false);
ALTER SUBSCRIPTION slotless RENAME TO bare;
ALTER SUBSCRIPTION plain ENABLE;
ALTER SUBSCRIPTION plain DISABLE;
ALTER SUBSCRIPTION "Odd name" SET (slot_name = NONE);
DROP SUBSCRIPTION "Odd name";
DROP SUBSCRIPTION IF EXISTS nobody;
