-- The values of a row are read with the type modifiers of its attributes.
CREATE DOMAIN code AS character(6);
CREATE TYPE pair AS (a char, b character(4), c numeric(10,2), d decimal(5), e time(3), f timestamptz(0), g varchar(3),
                     h bit(4), i bit varying(4), j code, k numeric(5,2)[], l interval(1));
CREATE TABLE t (
  a pair DEFAULT '("",x,1e3,1.50,23:59:58.123456,2020-01-01 00:00:07.25+00,"ab   ",1010,10,abc,"{1.005,2}","1.25 s")',
  b pair DEFAULT '(,,-0.004,-2.5,12:00:00.1,,,,,,,)',
  c pair DEFAULT '(,,99999999.994,99999,,,,,,,,)',
  d pair DEFAULT '(,,9.995,0.5,,,,,,,,)',
  e pair DEFAULT '(,,NaN,-0,,,,,,,,)'
);
-- expect-error: 22001
ALTER TABLE t ADD f pair DEFAULT '(ab,,,,,,,,,,,)';
-- expect-error: 22003
ALTER TABLE t ADD f pair DEFAULT '(,,99999999.995,,,,,,,,,)';
-- expect-error: 22003
ALTER TABLE t ADD f pair DEFAULT '(,,,99999.5,,,,,,,,)';
-- expect-error: 22026
ALTER TABLE t ADD f pair DEFAULT '(,,,,,,,101,,,,)';
-- expect-error: 22001
ALTER TABLE t ADD f pair DEFAULT '(,,,,,,,,10101,,,)';
CREATE TABLE parted (n numeric(5,1), s character(3)) PARTITION BY RANGE (n, s);
CREATE TABLE part PARTITION OF parted FOR VALUES FROM (1.25, 'a') TO (-(-3.45), 'abc  ');
