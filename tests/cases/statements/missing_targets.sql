-- expect-error: 42P01
INSERT INTO nope VALUES (1);
-- expect-error: 42P01
UPDATE nope SET a = 1;
-- expect-error: 42P01
DELETE FROM nope;
-- expect-error: 42P01
TRUNCATE nope;
-- expect-error: 42P01
REINDEX TABLE nope;
-- expect-error: 42P01
REINDEX INDEX nope;
-- expect-error: 42P01
VACUUM nope;
-- expect-error: 42P01
ANALYZE nope;
BEGIN;
CREATE TABLE lost (a int);
-- expect-error: 42P01
LOCK TABLE nope;
COMMIT;
-- expect-error: 42P01
WITH w AS (DELETE FROM nope RETURNING *) SELECT * FROM w;
ANALYZE;
