CREATE SCHEMA s;
CREATE TYPE state AS ENUM ('on', 'off', 'it''s');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TYPE pair AS (first int, second text);
CREATE TABLE t (
  a state DEFAULT 'on' CHECK (a <> 'off'),
  b state[] DEFAULT ARRAY['on'::state],
  c positive DEFAULT 5,
  d pair CHECK ((d).first > 0)
);
CREATE INDEX ON t (((d).second)) WHERE a = 'on';
CREATE VIEW v AS SELECT a = 'off' AS is_off, (d).first, NULL::positive AS p, '(1,x)'::pair AS q FROM t;
CREATE FUNCTION f(x state DEFAULT 'off') RETURNS state LANGUAGE sql AS 'SELECT x';
CREATE VIEW w AS SELECT f() AS f, f('on') AS g;
ALTER TYPE state RENAME TO status;
ALTER TYPE status SET SCHEMA s;
ALTER DOMAIN positive RENAME TO "Above";
ALTER TYPE pair RENAME ATTRIBUTE first TO one;
ALTER TYPE pair RENAME TO couple;
