CREATE TABLE a_table_with_a_name_that_is_nearly_as_long_as_names_can_be_here (
  a_column_with_a_long_name_that_also_wants_to_be_part_of_every_name int PRIMARY KEY,
  b int UNIQUE,
  another_column_of_considerable_length_for_the_foreign_key int
    REFERENCES a_table_with_a_name_that_is_nearly_as_long_as_names_can_be_here,
  d int CHECK (d > 0),
  e serial,
  f int GENERATED ALWAYS AS IDENTITY
);
ALTER TABLE a_table_with_a_name_that_is_nearly_as_long_as_names_can_be_here ADD UNIQUE (b, d);
ALTER TABLE a_table_with_a_name_that_is_nearly_as_long_as_names_can_be_here ADD CHECK (b > d);
ALTER TABLE a_table_with_a_name_that_is_nearly_as_long_as_names_can_be_here ADD CHECK (b > d + 1);
CREATE TABLE "Ünïcödé tabelle mit einem langen namen für die abschneidung ä" ("spälte mit ümlauten" int UNIQUE, x serial);
