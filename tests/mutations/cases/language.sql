-- The handlers are our own: pg_dump says nothing of those that extensions have.
-- setup: languages with and without each part
CREATE FUNCTION one() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION two() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION inline(internal) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION validator(oid) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE LANGUAGE plain HANDLER one;
CREATE LANGUAGE trusting HANDLER one;
CREATE LANGUAGE handled HANDLER one;
CREATE LANGUAGE dropped HANDLER one;
ALTER LANGUAGE plain OWNER TO alice;

-- finds: changed language plain: owner
ALTER LANGUAGE plain OWNER TO bob;

-- finds: changed language plain: inline_handler
CREATE OR REPLACE LANGUAGE plain HANDLER one INLINE inline;

-- finds: changed language plain: validator
CREATE OR REPLACE LANGUAGE plain HANDLER one INLINE inline VALIDATOR validator;

-- finds: changed language trusting: trusted
CREATE OR REPLACE TRUSTED LANGUAGE trusting HANDLER one;

-- finds: changed language handled: handler
CREATE OR REPLACE LANGUAGE handled HANDLER two;

-- finds: missing language dropped
DROP LANGUAGE dropped;

-- finds: unexpected language another
CREATE LANGUAGE another HANDLER one;
