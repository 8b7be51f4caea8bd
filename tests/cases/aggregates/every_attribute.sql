CREATE FUNCTION add(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE FUNCTION sub(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE FUNCTION finish(numeric, numeric) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE AGGREGATE full_sum(numeric) (
    SFUNC = add, STYPE = numeric, SSPACE = 64, FINALFUNC = finish, FINALFUNC_EXTRA, FINALFUNC_MODIFY = SHAREABLE,
    COMBINEFUNC = add, INITCOND = '0', MSFUNC = add, MINVFUNC = sub, MSTYPE = numeric, MSSPACE = 32,
    MFINALFUNC = finish, MFINALFUNC_EXTRA, MFINALFUNC_MODIFY = READ_WRITE, MINITCOND = '1', PARALLEL = SAFE);
CREATE AGGREGATE "Odd Aggregate"(VARIADIC items int[]) (SFUNC = array_cat, STYPE = int[], INITCOND = '{}');
CREATE AGGREGATE smallest(int) (SFUNC = int4smaller, STYPE = int, SORTOP = <);
CREATE AGGREGATE serialized(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg,
    COMBINEFUNC = numeric_avg_combine, SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize);
CREATE AGGREGATE ordered(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal,
    FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE hypothetical(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal,
    FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE AGGREGATE counts(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
CREATE VIEW v AS SELECT full_sum(x) AS total, counts(*) AS n FROM (VALUES (1.0)) AS t(x);
COMMENT ON AGGREGATE full_sum(numeric) IS 'sum';
COMMENT ON AGGREGATE counts(*) IS 'count';
COMMENT ON AGGREGATE hypothetical(VARIADIC "any" ORDER BY VARIADIC "any") IS 'rank';
