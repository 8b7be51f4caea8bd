-- setup: families
CREATE OPERATOR FAMILY f USING btree;
CREATE OPERATOR FAMILY near USING gist;
ALTER OPERATOR FAMILY near USING gist ADD OPERATOR 1 << (point, point),
  OPERATOR 15 <-> (point, point) FOR ORDER BY float_ops;
CREATE OPERATOR FAMILY dropped USING btree;
ALTER OPERATOR FAMILY f USING btree OWNER TO alice;

-- finds: changed operator family public.f USING btree: owner
ALTER OPERATOR FAMILY f USING btree OWNER TO bob;

-- finds: changed operator family public.f USING btree: operators
ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 1 < (int4, int8);

-- finds: changed operator family public.f USING btree: functions
ALTER OPERATOR FAMILY f USING btree ADD FUNCTION 1 btint48cmp(int4, int8);

-- finds: changed operator family public.near USING gist: operators
ALTER OPERATOR FAMILY near USING gist DROP OPERATOR 1 (point, point);
ALTER OPERATOR FAMILY near USING gist ADD OPERATOR 2 << (point, point);

-- finds: missing operator family public.dropped USING btree
DROP OPERATOR FAMILY dropped USING btree;

-- finds: unexpected operator family public.another USING hash
CREATE OPERATOR FAMILY another USING hash;
