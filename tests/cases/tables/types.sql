CREATE TABLE t (
  a smallint, b int2, c int, d int4, e bigint, f int8, g real, h float4, i double precision, j float,
  k float(20), l numeric, m numeric(5), n decimal(10, 2), o dec, p boolean, q bool,
  r char, s char(5), t character varying, u varchar(7), v text, w "char", x name, y bytea,
  z date, aa time, ab time(3), ac timetz, ad time with time zone, ae timestamp, af timestamp(0),
  ag timestamptz, ah timestamp(6) with time zone, ai interval, aj interval(2), ak interval day to second,
  al interval year, am uuid, an json, ao jsonb, ap xml, aq inet, ar cidr, at macaddr, au bit, av bit(4),
  aw bit varying, ax varbit(9), ay int[], az text[][], ba numeric(4,1)[], bb int array, bc int[3],
  bd point, be box, bf tsvector, bg tsquery, bh int4range, bi oid, bj regclass, bk money, bl int array[4],
  bm national character varying(3), bn nchar(2), bo jsonpath
);
