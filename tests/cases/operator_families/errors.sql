CREATE OPERATOR FAMILY f USING btree;
-- expect-error: 42710
CREATE OPERATOR FAMILY f USING btree;
-- expect-error: 42704
CREATE OPERATOR FAMILY x USING nobody;
-- expect-error: 42704
ALTER OPERATOR FAMILY nobody USING btree ADD OPERATOR 1 < (int4, int4);
-- expect-error: 42P17
ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 6 < (int4, int4);
-- expect-error: 42601
ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 1 <;
-- expect-error: 42883
ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 1 ### (int4, int4);
-- expect-error: 42P17
ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 1 + (int4, int4);
-- expect-error: 42P17
ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 1 < (int4, int4), OPERATOR 1 < (int4, int4);
-- expect-error: 42P17
ALTER OPERATOR FAMILY f USING btree ADD FUNCTION 1 abs(int4);
-- expect-error: 42601
ALTER OPERATOR FAMILY f USING btree ADD STORAGE int4;
-- expect-error: 42704
ALTER OPERATOR FAMILY f USING btree DROP OPERATOR 1 (int4, int4);
ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 1 < (int4, int8);
-- expect-error: 42710
ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 1 < (int4, int8);
-- expect-error: 42704
DROP OPERATOR FAMILY nobody USING btree;
-- expect-error: 42704
DROP OPERATOR FAMILY f USING nobody;
-- expect-error: 2BP01
DROP OPERATOR FAMILY integer_ops USING btree;
