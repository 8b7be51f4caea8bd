-- setup: aggregates of integers
CREATE FUNCTION finish(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION finish(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION add(int8, int) RETURNS int8 LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION add(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION to_int(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION to_int(int8) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE AGGREGATE transitions(int) (SFUNC = int4pl, STYPE = int4);
CREATE AGGREGATE sized(int) (SFUNC = int4pl, STYPE = int4);
CREATE AGGREGATE finished(int) (SFUNC = int4pl, STYPE = int4, FINALFUNC = int4um);
CREATE AGGREGATE modifies(int) (SFUNC = int4pl, STYPE = int4, FINALFUNC = int4um);
CREATE AGGREGATE combines(int) (SFUNC = int4pl, STYPE = int4);
CREATE AGGREGATE initial(int) (SFUNC = int4pl, STYPE = int4);
CREATE AGGREGATE moves(int) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4);
CREATE AGGREGATE inverts(int) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4);
CREATE AGGREGATE moving_sized(int) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4);
CREATE AGGREGATE moving_finished(int) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4, MFINALFUNC = int4um);
CREATE AGGREGATE moving_modifies(int) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4, MFINALFUNC = int4um);
CREATE AGGREGATE moving_initial(int) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4);
CREATE AGGREGATE sorts(int) (SFUNC = int4smaller, STYPE = int4, SORTOP = <);
CREATE AGGREGATE in_parallel(int) (SFUNC = int4pl, STYPE = int4);
CREATE AGGREGATE named(a int) (SFUNC = int4pl, STYPE = int4);
CREATE AGGREGATE extra(int) (SFUNC = int4pl, STYPE = int4, FINALFUNC = finish);
CREATE AGGREGATE moving_extra(int) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4, MFINALFUNC = finish);
CREATE AGGREGATE stated(int) (SFUNC = add, STYPE = int4, FINALFUNC = to_int);
CREATE AGGREGATE moving_stated(int) (SFUNC = int4pl, STYPE = int4, FINALFUNC = to_int, MSFUNC = add, MINVFUNC = add, MSTYPE = int4, MFINALFUNC = to_int);
CREATE AGGREGATE returned(int) (SFUNC = int4pl, STYPE = int4);
CREATE FUNCTION serialize(internal) RETURNS bytea LANGUAGE internal STRICT AS 'numeric_avg_serialize';
CREATE FUNCTION deserialize(bytea, internal) RETURNS internal LANGUAGE internal STRICT AS 'numeric_avg_deserialize';
CREATE AGGREGATE serialized(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg, COMBINEFUNC = numeric_avg_combine, SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize);
CREATE AGGREGATE deserialized(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg, COMBINEFUNC = numeric_avg_combine, SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize);
CREATE FUNCTION rank_of(internal, VARIADIC "any") RETURNS bigint LANGUAGE internal AS 'hypothetical_rank_final';
CREATE AGGREGATE ranked(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_of, FINALFUNC_EXTRA);
CREATE FUNCTION moves_on(int, int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION moves_on(int, int, int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE direct(int, int ORDER BY int) (SFUNC = moves_on, STYPE = int4);
CREATE AGGREGATE dropped(int) (SFUNC = int4pl, STYPE = int4);
CREATE AGGREGATE owned(int) (SFUNC = int4pl, STYPE = int4);
ALTER AGGREGATE owned(int) OWNER TO alice;

-- finds: changed aggregate public.owned(integer): owner
ALTER AGGREGATE owned(int) OWNER TO bob;

-- finds: changed aggregate public.transitions(integer): transition_function
DROP AGGREGATE transitions(int);
CREATE AGGREGATE transitions(int) (SFUNC = int4mi, STYPE = int4);

-- finds: changed aggregate public.sized(integer): state_size
DROP AGGREGATE sized(int);
CREATE AGGREGATE sized(int) (SFUNC = int4pl, STYPE = int4, SSPACE = 64);

-- finds: changed aggregate public.finished(integer): final_function
DROP AGGREGATE finished(int);
CREATE AGGREGATE finished(int) (SFUNC = int4pl, STYPE = int4, FINALFUNC = int4up);

-- finds: changed aggregate public.modifies(integer): final_modify
DROP AGGREGATE modifies(int);
CREATE AGGREGATE modifies(int) (SFUNC = int4pl, STYPE = int4, FINALFUNC = int4um, FINALFUNC_MODIFY = SHAREABLE);

-- finds: changed aggregate public.combines(integer): combine_function
DROP AGGREGATE combines(int);
CREATE AGGREGATE combines(int) (SFUNC = int4pl, STYPE = int4, COMBINEFUNC = int4pl);

-- finds: changed aggregate public.initial(integer): initial_condition
DROP AGGREGATE initial(int);
CREATE AGGREGATE initial(int) (SFUNC = int4pl, STYPE = int4, INITCOND = '1');

-- finds: changed aggregate public.moves(integer): moving_transition_function
DROP AGGREGATE moves(int);
CREATE AGGREGATE moves(int) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4mi, MINVFUNC = int4mi, MSTYPE = int4);

-- finds: changed aggregate public.inverts(integer): moving_inverse_function
DROP AGGREGATE inverts(int);
CREATE AGGREGATE inverts(int) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4pl, MSTYPE = int4);

-- finds: changed aggregate public.moving_sized(integer): moving_state_size
DROP AGGREGATE moving_sized(int);
CREATE AGGREGATE moving_sized(int) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4, MSSPACE = 64);

-- finds: changed aggregate public.moving_finished(integer): moving_final_function
DROP AGGREGATE moving_finished(int);
CREATE AGGREGATE moving_finished(int) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4, MFINALFUNC = int4up);

-- finds: changed aggregate public.moving_modifies(integer): moving_final_modify
DROP AGGREGATE moving_modifies(int);
CREATE AGGREGATE moving_modifies(int) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4, MFINALFUNC = int4um, MFINALFUNC_MODIFY = SHAREABLE);

-- finds: changed aggregate public.moving_initial(integer): moving_initial_condition
DROP AGGREGATE moving_initial(int);
CREATE AGGREGATE moving_initial(int) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4, MINITCOND = '1');

-- finds: changed aggregate public.sorts(integer): sort_operator
DROP AGGREGATE sorts(int);
CREATE AGGREGATE sorts(int) (SFUNC = int4smaller, STYPE = int4, SORTOP = >);

-- finds: changed aggregate public.in_parallel(integer): parallel
DROP AGGREGATE in_parallel(int);
CREATE AGGREGATE in_parallel(int) (SFUNC = int4pl, STYPE = int4, PARALLEL = SAFE);

-- finds: changed aggregate public.named(integer): arguments
DROP AGGREGATE named(a int);
CREATE AGGREGATE named(b int) (SFUNC = int4pl, STYPE = int4);

-- finds: changed aggregate public.extra(integer): final_extra
DROP AGGREGATE extra(int);
CREATE AGGREGATE extra(int) (SFUNC = int4pl, STYPE = int4, FINALFUNC = finish, FINALFUNC_EXTRA);

-- finds: changed aggregate public.moving_extra(integer): moving_final_extra
DROP AGGREGATE moving_extra(int);
CREATE AGGREGATE moving_extra(int) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4, MFINALFUNC = finish, MFINALFUNC_EXTRA);

-- The functions for the other type have the same names.
-- finds: changed aggregate public.stated(integer): state_type
DROP AGGREGATE stated(int);
CREATE AGGREGATE stated(int) (SFUNC = add, STYPE = int8, FINALFUNC = to_int);

-- finds: changed aggregate public.moving_stated(integer): moving_state_type
DROP AGGREGATE moving_stated(int);
CREATE AGGREGATE moving_stated(int) (SFUNC = int4pl, STYPE = int4, FINALFUNC = to_int, MSFUNC = add, MINVFUNC = add, MSTYPE = int8, MFINALFUNC = to_int);

-- finds: changed aggregate public.returned(integer): returns
-- finds: changed aggregate public.returned(integer): final_function
-- because: it returns what this function returns
DROP AGGREGATE returned(int);
CREATE AGGREGATE returned(int) (SFUNC = int4pl, STYPE = int4, FINALFUNC = float8);

-- finds: changed aggregate public.serialized(numeric): serial_function
DROP AGGREGATE serialized(numeric);
CREATE AGGREGATE serialized(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg, COMBINEFUNC = numeric_avg_combine, SERIALFUNC = serialize, DESERIALFUNC = numeric_avg_deserialize);

-- finds: changed aggregate public.deserialized(numeric): deserial_function
DROP AGGREGATE deserialized(numeric);
CREATE AGGREGATE deserialized(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg, COMBINEFUNC = numeric_avg_combine, SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = deserialize);

-- finds: changed aggregate public.ranked("any"): aggregate_kind
DROP AGGREGATE ranked(VARIADIC "any" ORDER BY VARIADIC "any");
CREATE AGGREGATE ranked(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_of, FINALFUNC_EXTRA, HYPOTHETICAL);

-- The functions of the transition have the same name.
-- finds: changed aggregate public.direct(integer, integer, integer): direct_arguments
DROP AGGREGATE direct(int, int ORDER BY int);
CREATE AGGREGATE direct(int ORDER BY int, int) (SFUNC = moves_on, STYPE = int4);

-- finds: missing aggregate public.dropped(integer)
DROP AGGREGATE dropped(int);

-- finds: unexpected aggregate public.another(integer)
CREATE AGGREGATE another(int) (SFUNC = int4pl, STYPE = int4);
