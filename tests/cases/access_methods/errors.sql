CREATE ACCESS METHOD h TYPE TABLE HANDLER heap_tableam_handler;
-- expect-error: 42710
CREATE ACCESS METHOD h TYPE TABLE HANDLER heap_tableam_handler;
-- expect-error: 42710
CREATE ACCESS METHOD btree TYPE INDEX HANDLER bthandler;
-- expect-error: 42883
CREATE ACCESS METHOD x TYPE INDEX HANDLER nobody;
-- expect-error: 42809
CREATE ACCESS METHOD x TYPE INDEX HANDLER heap_tableam_handler;
CREATE TABLE t (a int) USING h;
-- expect-error: 2BP01
DROP ACCESS METHOD h;
-- expect-error: 2BP01
DROP ACCESS METHOD btree;
-- expect-error: 42704
DROP ACCESS METHOD nobody;
-- expect-error: 42704
CREATE TABLE x (a int) USING nobody;
-- expect-error: 55000
CREATE TABLE x (a int) USING btree;
-- expect-error: 42704
CREATE INDEX ON t USING nobody (a);
-- expect-error: 55000
CREATE OPERATOR FAMILY x USING h;
