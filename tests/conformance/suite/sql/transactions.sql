-- Both sides stay in step through transactions, also where the server gives one up.
BEGIN;
CREATE TABLE inner_one (a int);  -- conforming
SAVEPOINT s;
CREATE TABLE inner_two (a int);  -- conforming
ROLLBACK TO s;
CREATE TABLE inner_two (a text);  -- conforming
DO $$ BEGIN EXECUTE (SELECT 'CREATE TABLE ' || b || ' (x int)' FROM base WHERE a = 1); END $$;
COMMENT ON TABLE one IS 'in step';  -- conforming
ROLLBACK;
CREATE TABLE inner_one (a int);  -- conforming
BEGIN;
DROP TABLE inner_one;  -- conforming
SELECT 1 / 0;
CREATE TABLE never (a int);  -- neither: the transaction has failed
COMMIT;
ALTER TABLE inner_one ADD b int;  -- conforming
COMMENT ON TABLE one IS 'gone';  -- same-error
