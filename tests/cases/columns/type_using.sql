CREATE TABLE t (a text, b text, c int);
-- expect-error: 42804
ALTER TABLE t ALTER a TYPE int;
ALTER TABLE t ALTER a TYPE int USING a::int;
ALTER TABLE t ALTER b TYPE int[] USING ARRAY[c, length(b)];
-- expect-error: 42804
ALTER TABLE t ALTER c TYPE date USING c + 1;
-- expect-error: 42703
ALTER TABLE t ALTER c TYPE text USING nope::text;
-- expect-error: 42803
ALTER TABLE t ALTER c TYPE bigint USING sum(c);
-- expect-error: 0A000
ALTER TABLE t ALTER c TYPE bigint USING (SELECT 1);
-- expect-error: 42704
ALTER TABLE t ALTER c TYPE nope;
-- expect-error: 42703
ALTER TABLE t ALTER nope TYPE int;
-- expect-error: 0A000
ALTER TABLE t ALTER ctid TYPE int;
