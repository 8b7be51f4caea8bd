-- majors: 14-
CREATE SCHEMA s;
CREATE TYPE r AS RANGE (subtype = int4);
CREATE TABLE t (a r, b r_multirange[]);
ALTER TYPE r SET SCHEMA s;
ALTER TYPE r_multirange RENAME TO many;
ALTER TYPE s.r RENAME TO rr;
CREATE TYPE x AS RANGE (subtype = int4, multirange_type_name = xs);
-- expect-error: 42710
CREATE TYPE xs AS ENUM ();
-- expect-error: 42710
CREATE TYPE y AS RANGE (subtype = int4, multirange_type_name = many);
