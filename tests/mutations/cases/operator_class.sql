-- setup: classes
CREATE OPERATOR FAMILY one USING hash;
CREATE OPERATOR FAMILY two USING hash;
CREATE TYPE e AS ENUM ('a', 'b');
CREATE OPERATOR CLASS c FOR TYPE int4 USING hash FAMILY one AS OPERATOR 1 =, FUNCTION 1 hashint4(int4);
CREATE OPERATOR CLASS related FOR TYPE text USING hash FAMILY one AS OPERATOR 1 =, FUNCTION 1 hashtext(text);
CREATE OPERATOR CLASS extended FOR TYPE int8 USING hash FAMILY one AS OPERATOR 1 =, FUNCTION 1 hashint8(int8);
CREATE OPERATOR CLASS usual FOR TYPE lseg USING gist AS STORAGE box;
CREATE OPERATOR CLASS more FOR TYPE int4 USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(int4, int4);
CREATE FUNCTION hash(int8) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'hashint8';
CREATE OPERATOR CLASS stored FOR TYPE point USING gist AS STORAGE box;
CREATE OPERATOR CLASS put FOR TYPE point USING gist AS STORAGE box;
CREATE OPERATOR CLASS dropped FOR TYPE point USING gist AS STORAGE box;
ALTER OPERATOR CLASS c USING hash OWNER TO alice;

-- finds: changed operator class public.c USING hash: owner
ALTER OPERATOR CLASS c USING hash OWNER TO bob;

-- finds: changed operator class public.related USING hash: family
DROP OPERATOR CLASS related USING hash;
CREATE OPERATOR CLASS related FOR TYPE text USING hash FAMILY two AS OPERATOR 1 =, FUNCTION 1 hashtext(text);

-- finds: changed operator class public.extended USING hash: functions
DROP OPERATOR CLASS extended USING hash;
CREATE OPERATOR CLASS extended FOR TYPE int8 USING hash FAMILY one AS OPERATOR 1 =, FUNCTION 1 hash(int8);

-- finds: changed operator class public.usual USING gist: is_default
DROP OPERATOR CLASS usual USING gist;
CREATE OPERATOR CLASS usual DEFAULT FOR TYPE lseg USING gist FAMILY usual AS STORAGE box;

-- finds: changed operator class public.more USING btree: operators
DROP OPERATOR CLASS more USING btree;
CREATE OPERATOR CLASS more FOR TYPE int4 USING btree FAMILY more AS OPERATOR 1 <, OPERATOR 2 <=,
  FUNCTION 1 btint4cmp(int4, int4);

-- finds: changed operator class public.stored USING gist: storage
DROP OPERATOR CLASS stored USING gist;
CREATE OPERATOR CLASS stored FOR TYPE point USING gist FAMILY stored AS STORAGE circle;

-- finds: changed operator class public.put USING gist: input
DROP OPERATOR CLASS put USING gist;
CREATE OPERATOR CLASS put FOR TYPE circle USING gist FAMILY put AS STORAGE box;

-- finds: missing operator class public.dropped USING gist
DROP OPERATOR CLASS dropped USING gist;

-- finds: unexpected operator class public.another USING gist
CREATE OPERATOR CLASS another FOR TYPE polygon USING gist FAMILY stored AS STORAGE box;
