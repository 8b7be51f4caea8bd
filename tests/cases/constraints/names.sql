CREATE TABLE t (a int UNIQUE CHECK (a > 0) CHECK (a < 9), b int REFERENCES t (a), c int REFERENCES t (a),
  UNIQUE (b), UNIQUE (b, c), CHECK (b > c), CHECK (c > b));
CREATE TABLE t_a_key1 (x int);
CREATE TABLE a_rather_long_table_name_that_takes_almost_all_of_the_room (
  and_a_column_with_a_long_name_too int UNIQUE CHECK (and_a_column_with_a_long_name_too > 0));
ALTER TABLE t ADD UNIQUE (a), ADD CHECK (a > 1), ADD FOREIGN KEY (b) REFERENCES t (a);
