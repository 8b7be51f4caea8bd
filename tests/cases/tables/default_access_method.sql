-- expect-diagnostic: replay.not-compared
CREATE ACCESS METHOD other_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (a int) USING other_heap;
SET default_table_access_method = other_heap;
CREATE TABLE u (a int);
CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;
RESET default_table_access_method;
CREATE TABLE h (a int);
DROP TABLE t, u;
