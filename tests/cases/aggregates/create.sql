CREATE AGGREGATE total(int4) (SFUNC = int4pl, STYPE = int4, INITCOND = '0');
CREATE AGGREGATE combined(int4) (SFUNC = int4pl, STYPE = int4, COMBINEFUNC = int4pl, PARALLEL = SAFE, SORTOP = <);
CREATE AGGREGATE old (BASETYPE = int4, SFUNC = int4pl, STYPE = int4);
