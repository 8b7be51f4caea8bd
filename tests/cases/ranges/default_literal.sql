-- gap: the value of a range's literal is not worked out
CREATE TYPE float_range AS RANGE (subtype = float8);
CREATE TABLE t (a float_range DEFAULT '[1,2]');
