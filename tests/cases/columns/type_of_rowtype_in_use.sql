CREATE TABLE t (a int, b varchar(10));
CREATE TABLE holder (x t);
-- expect-error: 0A000
ALTER TABLE t ALTER a TYPE bigint;
-- expect-error: 0A000
ALTER TABLE t ALTER b TYPE text;
CREATE TABLE p (a int, b text) PARTITION BY LIST (b);
CREATE TABLE holder2 (x p);
-- expect-error: 0A000
ALTER TABLE p ALTER a TYPE bigint;
CREATE TYPE ty AS (a int);
CREATE TABLE typed OF ty;
-- expect-error: 42809
ALTER TABLE typed ALTER a TYPE bigint;
-- A regclass constant is no use of the row type.
CREATE TABLE named (a int8);
CREATE TABLE by_name (r regclass DEFAULT 'named', i int);
ALTER TABLE named ALTER a TYPE numeric;
