CREATE TRUSTED LANGUAGE l HANDLER plpgsql_call_handler;
CREATE DOMAIN d AS int;
CREATE FUNCTION from_sql(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT
  AS 'numeric_support';
CREATE FUNCTION volatile_one(internal) RETURNS internal LANGUAGE internal VOLATILE
  AS 'numeric_support';
CREATE TRANSFORM FOR int LANGUAGE l (FROM SQL WITH FUNCTION from_sql(internal));
-- expect-error: 42710
CREATE TRANSFORM FOR int LANGUAGE l (FROM SQL WITH FUNCTION from_sql(internal));
-- expect-error: 42704
CREATE TRANSFORM FOR int LANGUAGE nobody (FROM SQL WITH FUNCTION from_sql(internal));
-- expect-error: 42809
CREATE TRANSFORM FOR d LANGUAGE l (FROM SQL WITH FUNCTION from_sql(internal));
-- expect-error: 42P17
CREATE TRANSFORM FOR text LANGUAGE l (FROM SQL WITH FUNCTION volatile_one(internal));
-- expect-error: 42P17
CREATE TRANSFORM FOR text LANGUAGE l (TO SQL WITH FUNCTION from_sql(internal));
-- expect-error: 2BP01
DROP FUNCTION from_sql(internal);
-- expect-error: 2BP01
DROP LANGUAGE l;
-- expect-error: 42704
DROP TRANSFORM FOR text LANGUAGE l;
-- expect-error: 42704
CREATE FUNCTION f(text) RETURNS int TRANSFORM FOR TYPE text LANGUAGE l AS '';
