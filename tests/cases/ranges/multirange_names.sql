-- majors: 14-
CREATE TYPE named AS RANGE (subtype = int8, multirange_type_name = many);
CREATE TYPE price_range AS RANGE (subtype = numeric);
CREATE TYPE plain AS RANGE (subtype = date);
CREATE TABLE t (a many, b price_multirange);
