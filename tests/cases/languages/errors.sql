CREATE LANGUAGE l HANDLER plpgsql_call_handler;
-- expect-error: 42710
CREATE LANGUAGE l HANDLER plpgsql_call_handler;
-- expect-error: 42883
CREATE LANGUAGE x HANDLER nobody;
-- expect-error: 42809
CREATE LANGUAGE x HANDLER now;
CREATE FUNCTION f() RETURNS int LANGUAGE l AS 'BEGIN RETURN 1; END';
-- expect-error: 2BP01
DROP LANGUAGE l;
-- expect-error: 2BP01
DROP LANGUAGE sql;
-- expect-error: 42704
DROP LANGUAGE nobody;
-- expect-error: 42704
CREATE FUNCTION x() RETURNS int LANGUAGE nobody AS '';
-- expect-error: 42710
ALTER LANGUAGE l RENAME TO plpgsql;
