-- unchangeable: type: it is in the name of a transform, so that there is another transform
-- unchangeable: language: likewise
-- setup: transforms
CREATE FUNCTION from_sql(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT
  AS 'numeric_support';
CREATE FUNCTION from_sql2(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT
  AS 'numeric_support';
CREATE FUNCTION to_sql(internal) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'int4recv';
CREATE TRANSFORM FOR int LANGUAGE plpgsql (FROM SQL WITH FUNCTION from_sql(internal));
CREATE TRANSFORM FOR text LANGUAGE plpgsql (FROM SQL WITH FUNCTION from_sql(internal));

-- finds: changed transform FOR integer LANGUAGE plpgsql: from_sql
CREATE OR REPLACE TRANSFORM FOR int LANGUAGE plpgsql (FROM SQL WITH FUNCTION from_sql2(internal));

-- finds: changed transform FOR integer LANGUAGE plpgsql: to_sql
CREATE OR REPLACE TRANSFORM FOR int LANGUAGE plpgsql (FROM SQL WITH FUNCTION from_sql2(internal),
  TO SQL WITH FUNCTION to_sql(internal));

-- finds: missing transform FOR text LANGUAGE plpgsql
DROP TRANSFORM FOR text LANGUAGE plpgsql;

-- finds: unexpected transform FOR bigint LANGUAGE plpgsql
CREATE TRANSFORM FOR bigint LANGUAGE plpgsql (FROM SQL WITH FUNCTION from_sql(internal));
