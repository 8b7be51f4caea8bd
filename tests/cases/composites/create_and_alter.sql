CREATE TYPE address AS (street text, zip varchar(5) COLLATE "C");
ALTER TYPE address ADD ATTRIBUTE city text;
ALTER TYPE address RENAME ATTRIBUTE zip TO code;
ALTER TYPE address DROP ATTRIBUTE street;
ALTER TYPE address ALTER ATTRIBUTE city TYPE varchar(50);
CREATE TABLE t (a address, b address[]);
