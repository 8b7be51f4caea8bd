-- unresolved-ok: whether a function in SQL is immutable when it is inlined
-- expect-diagnostic: replay.not-modelled
-- expect-diagnostic: replay.unresolved-expression
CREATE TABLE t (a text, d timestamptz, b int);
CREATE FUNCTION volatile_wrapper(text) RETURNS text LANGUAGE sql AS 'SELECT lower($1)';
CREATE FUNCTION stable_wrapper(text) RETURNS text LANGUAGE sql STABLE AS 'SELECT lower($1)';
CREATE FUNCTION immutable_by_word(timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT to_char($1, ''YYYY'')';
CREATE FUNCTION definer(text) RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT lower($1)';
CREATE FUNCTION with_setting(text) RETURNS text LANGUAGE sql SET search_path = '' AS 'SELECT lower($1)';
CREATE FUNCTION in_plpgsql(text) RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN lower($1); END';
CREATE INDEX i1 ON t (volatile_wrapper(a));
CREATE INDEX i2 ON t (stable_wrapper(a));
CREATE INDEX i3 ON t (immutable_by_word(d));
CREATE INDEX i4 ON t (b) WHERE volatile_wrapper(a) = 'x';
CREATE TABLE partitioned (a text, b int) PARTITION BY RANGE (volatile_wrapper(a));
-- expect-error: 42P17
CREATE INDEX ON t (definer(a));
-- expect-error: 42P17
CREATE INDEX ON t (with_setting(a));
-- expect-error: 42P17
CREATE INDEX ON t (in_plpgsql(a));
-- expect-error: 42P17
CREATE INDEX ON t (b) WHERE a = current_user;
