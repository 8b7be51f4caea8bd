-- A table that is written anew while another one holds its rows.
CREATE TABLE held (a bigint);
CREATE TABLE holder (h held, hs held[]);
-- expect-error: 0A000
ALTER TABLE held SET UNLOGGED;
ALTER TABLE held SET LOGGED;
DROP TABLE holder;
ALTER TABLE held SET UNLOGGED;
CREATE TYPE pair AS (a text, b numeric);
CREATE TABLE of_pair OF pair;
-- expect-error: 42804
ALTER TYPE pair ALTER ATTRIBUTE a TYPE date CASCADE;
ALTER TYPE pair ALTER ATTRIBUTE b TYPE float8 CASCADE;
DROP TABLE of_pair;
ALTER TYPE pair ALTER ATTRIBUTE a TYPE date CASCADE;
