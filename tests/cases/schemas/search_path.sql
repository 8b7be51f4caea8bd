CREATE SCHEMA first;
CREATE SCHEMA second;
SET search_path = first, second, public;
CREATE TABLE t (a int);
CREATE TABLE second.u (b int);
ALTER TABLE u ADD COLUMN c int;
RESET search_path;
CREATE TABLE v (d int);
