-- majors: -16
-- expect-error: 0A000
CREATE TABLE p (n int, EXCLUDE USING btree (n WITH =)) PARTITION BY RANGE (n);
CREATE TABLE p (n int) PARTITION BY RANGE (n);
-- expect-error: 0A000
ALTER TABLE p ADD CONSTRAINT uq EXCLUDE USING btree (n WITH =);
