-- What follows an error in a transaction is refused, and nothing of the transaction stays.
CREATE TABLE before (a int);
BEGIN;
CREATE TABLE lost (a int);
ALTER TABLE before ADD COLUMN b int;
-- expect-error: 42P07
CREATE TABLE lost (a int);
-- expect-error: 25P02
CREATE TABLE refused (a int);
-- expect-error: 25P02
SELECT 1;
-- expect-error: 25P02
SAVEPOINT s;
-- expect-error: 25P02
BEGIN;
-- expect-error: 25P02
SET search_path = elsewhere;
COMMIT;
CREATE TABLE after (a int);
BEGIN;
CREATE TABLE kept (a int);
SAVEPOINT one;
CREATE TABLE undone (a int);
-- expect-error: 42P07
CREATE TABLE kept (b int);
-- expect-error: 25P02
CREATE TABLE undone_too (a int);
-- expect-error: 25P02
RELEASE SAVEPOINT one;
ROLLBACK TO SAVEPOINT one;
CREATE TABLE kept_too (a int);
-- expect-error: 3B001
ROLLBACK TO SAVEPOINT nope;
-- expect-error: 25P02
CREATE TABLE no (a int);
-- expect-error: 3B001
ROLLBACK TO SAVEPOINT nope;
ROLLBACK TO one;
COMMIT;
BEGIN;
-- expect-error: 42P01
DROP TABLE nope;
ROLLBACK;
CREATE TABLE last (a int);
BEGIN;
-- expect-error: 42P01
DROP TABLE nope;
COMMIT AND CHAIN;
CREATE TABLE chained (a int);
COMMIT;
START TRANSACTION;
-- expect-error: 42P01
DROP TABLE nope;
PREPARE TRANSACTION 'x';
CREATE TABLE very_last (a int);
