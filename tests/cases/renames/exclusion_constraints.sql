-- unresolved-ok: exclusion constraints keep their text
-- expect-diagnostic: replay.unresolved-expression
CREATE TABLE booking (room int, during int4range, EXCLUDE USING gist (during WITH &&));
ALTER TABLE booking RENAME TO b;
ALTER TABLE b RENAME room TO hall;
ALTER TABLE b RENAME during TO period;
