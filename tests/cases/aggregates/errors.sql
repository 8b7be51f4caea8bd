-- expect-error: 42P13
CREATE AGGREGATE a(int) (sfunc = int4pl);
-- expect-error: 42P13
CREATE AGGREGATE a(int) (stype = int);
-- expect-error: 42883
CREATE AGGREGATE a(int) (sfunc = nope, stype = int);
-- expect-error: 42883
CREATE AGGREGATE a(text) (sfunc = int4pl, stype = int);
-- expect-error: 42804
CREATE AGGREGATE a(int) (sfunc = int4eq, stype = int);
-- expect-error: 42704
CREATE AGGREGATE a(int) (sfunc = int4pl, stype = nope);
-- expect-error: 42P13
CREATE AGGREGATE a(int) (sfunc = int4pl, stype = int, msfunc = int4pl);
-- expect-error: 42P13
CREATE AGGREGATE a(int) (sfunc = int4pl, stype = int, mstype = int, msfunc = int4pl);
-- expect-error: 42P13
CREATE AGGREGATE a(int) (sfunc = int4pl, stype = int, serialfunc = numeric_avg_serialize);
-- expect-error: 42P13
CREATE AGGREGATE a(int) (basetype = int, sfunc = int4pl, stype = int);
-- expect-error: 42P13
CREATE AGGREGATE a (sfunc = int4pl, stype = int);
-- expect-error: 42601
CREATE AGGREGATE a(int) (sfunc = int4pl, stype = int, parallel = maybe);
-- expect-error: 42601
CREATE AGGREGATE a(int) (sfunc = int4pl, stype = int, finalfunc_modify = maybe);
-- expect-error: 42P13
CREATE AGGREGATE a(int) (sfunc = int4pl, stype = int, hypothetical);
