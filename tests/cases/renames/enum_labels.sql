CREATE TYPE state AS ENUM ('on', 'off', 'it''s');
CREATE TABLE t (
  a state DEFAULT 'on' CHECK (a <> 'off'),
  b state DEFAULT 'it''s',
  c text DEFAULT 'on'
);
CREATE INDEX ON t (c) WHERE a = 'on';
CREATE VIEW v AS SELECT a FROM t WHERE a IN ('on', 'it''s') OR c = 'on';
CREATE FUNCTION f(x state DEFAULT 'off') RETURNS state LANGUAGE sql AS 'SELECT x';
ALTER TYPE state RENAME VALUE 'on' TO 'active';
ALTER TYPE state RENAME VALUE 'it''s' TO 'what''s';
