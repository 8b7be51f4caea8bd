CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE ACCESS METHOD "Gist 2" TYPE INDEX HANDLER gisthandler;
COMMENT ON ACCESS METHOD heap2 IS 'a heap';
CREATE TABLE t (a int, b box) USING heap2;
CREATE MATERIALIZED VIEW m USING heap2 AS SELECT 1 AS x;
CREATE OPERATOR CLASS box_ops DEFAULT FOR TYPE box USING "Gist 2" AS
  OPERATOR 1 <<, OPERATOR 2 &<, OPERATOR 3 &&,
  FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal),
  FUNCTION 2 gist_box_union(internal, internal),
  FUNCTION 5 gist_box_penalty(internal, internal, internal),
  FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal);
CREATE INDEX i ON t USING "Gist 2" (b);
CREATE ACCESS METHOD gone TYPE INDEX HANDLER bthandler;
CREATE OPERATOR FAMILY gone USING gone;
DROP ACCESS METHOD gone CASCADE;
DROP ACCESS METHOD IF EXISTS nobody;
