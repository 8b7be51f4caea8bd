-- setup: base types, which take their values from text
CREATE TYPE aligned;
CREATE FUNCTION aligned_in(cstring) RETURNS aligned LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION aligned_out(aligned) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE aligned (INPUT = aligned_in, OUTPUT = aligned_out);
CREATE TYPE categorized;
CREATE FUNCTION categorized_in(cstring) RETURNS categorized LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION categorized_out(categorized) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE categorized (INPUT = categorized_in, OUTPUT = categorized_out);
CREATE TYPE preferred;
CREATE FUNCTION preferred_in(cstring) RETURNS preferred LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION preferred_out(preferred) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE preferred (INPUT = preferred_in, OUTPUT = preferred_out);
CREATE TYPE defaulted;
CREATE FUNCTION defaulted_in(cstring) RETURNS defaulted LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION defaulted_out(defaulted) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE defaulted (INPUT = defaulted_in, OUTPUT = defaulted_out);
CREATE TYPE delimited;
CREATE FUNCTION delimited_in(cstring) RETURNS delimited LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION delimited_out(delimited) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE delimited (INPUT = delimited_in, OUTPUT = delimited_out);
CREATE TYPE collated;
CREATE FUNCTION collated_in(cstring) RETURNS collated LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION collated_out(collated) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE collated (INPUT = collated_in, OUTPUT = collated_out);
CREATE TYPE dropped;
CREATE FUNCTION dropped_in(cstring) RETURNS dropped LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION dropped_out(dropped) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE dropped (INPUT = dropped_in, OUTPUT = dropped_out);
CREATE TYPE io;
CREATE FUNCTION io_in(cstring) RETURNS io LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION io_in2(cstring) RETURNS io LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION io_out(io) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION io_out2(io) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE io (INPUT = io_in, OUTPUT = io_out);
CREATE TYPE t;
CREATE FUNCTION t_in(cstring) RETURNS t LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION t_out(t) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION t_recv(internal) RETURNS t LANGUAGE internal STABLE STRICT AS 'textrecv';
CREATE FUNCTION t_send(t) RETURNS bytea LANGUAGE internal STABLE STRICT AS 'textsend';
CREATE TYPE t (INPUT = t_in, OUTPUT = t_out);
ALTER TYPE t OWNER TO alice;
CREATE TYPE sized;
CREATE FUNCTION sized_in(cstring) RETURNS sized LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION sized_out(sized) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE sized (INPUT = sized_in, OUTPUT = sized_out, INTERNALLENGTH = 16, ALIGNMENT = double);
CREATE TYPE valued;
CREATE FUNCTION valued_in(cstring) RETURNS valued LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION valued_out(valued) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE valued (INPUT = valued_in, OUTPUT = valued_out, INTERNALLENGTH = 4);
CREATE TYPE several;
CREATE FUNCTION several_in(cstring) RETURNS several LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION several_out(several) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE several (INPUT = several_in, OUTPUT = several_out, INTERNALLENGTH = 16, ALIGNMENT = double,
  SUBSCRIPT = raw_array_subscript_handler, ELEMENT = float4);
CREATE TYPE hull;

-- finds: changed base type public.t: owner
ALTER TYPE t OWNER TO bob;

-- finds: changed base type public.t: receive
ALTER TYPE t SET (RECEIVE = t_recv);

-- finds: changed base type public.t: send
ALTER TYPE t SET (SEND = t_send);

-- finds: changed base type public.t: modifier_input
ALTER TYPE t SET (TYPMOD_IN = varchartypmodin);

-- finds: changed base type public.t: modifier_output
ALTER TYPE t SET (TYPMOD_OUT = varchartypmodout);

-- finds: changed base type public.t: analyze
ALTER TYPE t SET (ANALYZE = array_typanalyze);

-- finds: changed base type public.t: storage
ALTER TYPE t SET (STORAGE = external);

-- finds: changed base type public.t: subscript
ALTER TYPE t SET (SUBSCRIPT = jsonb_subscript_handler);

-- finds: changed base type public.several: element
DROP TYPE several CASCADE;
CREATE TYPE several;
CREATE FUNCTION several_in(cstring) RETURNS several LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION several_out(several) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE several (INPUT = several_in, OUTPUT = several_out, INTERNALLENGTH = 16, ALIGNMENT = double,
  SUBSCRIPT = raw_array_subscript_handler, ELEMENT = float8);

-- finds: changed base type public.io: input
DROP TYPE io CASCADE;
CREATE TYPE io;
CREATE FUNCTION io_in(cstring) RETURNS io LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION io_in2(cstring) RETURNS io LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION io_out(io) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION io_out2(io) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE io (INPUT = io_in2, OUTPUT = io_out);

-- finds: changed base type public.io: output
DROP TYPE io CASCADE;
CREATE TYPE io;
CREATE FUNCTION io_in(cstring) RETURNS io LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION io_in2(cstring) RETURNS io LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION io_out(io) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION io_out2(io) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE io (INPUT = io_in2, OUTPUT = io_out2);

-- finds: changed base type public.sized: length
DROP TYPE sized CASCADE;
CREATE TYPE sized;
CREATE FUNCTION sized_in(cstring) RETURNS sized LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION sized_out(sized) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE sized (INPUT = sized_in, OUTPUT = sized_out, INTERNALLENGTH = 24, ALIGNMENT = double);

-- finds: changed base type public.valued: by_value
DROP TYPE valued CASCADE;
CREATE TYPE valued;
CREATE FUNCTION valued_in(cstring) RETURNS valued LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION valued_out(valued) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE valued (INPUT = valued_in, OUTPUT = valued_out, INTERNALLENGTH = 4, PASSEDBYVALUE);

-- finds: changed base type public.aligned: alignment
DROP TYPE aligned CASCADE;
CREATE TYPE aligned;
CREATE FUNCTION aligned_in(cstring) RETURNS aligned LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION aligned_out(aligned) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE aligned (INPUT = aligned_in, OUTPUT = aligned_out, ALIGNMENT = double);

-- finds: changed base type public.categorized: category
DROP TYPE categorized CASCADE;
CREATE TYPE categorized;
CREATE FUNCTION categorized_in(cstring) RETURNS categorized LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION categorized_out(categorized) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE categorized (INPUT = categorized_in, OUTPUT = categorized_out, CATEGORY = 'S');

-- finds: changed base type public.preferred: preferred
DROP TYPE preferred CASCADE;
CREATE TYPE preferred;
CREATE FUNCTION preferred_in(cstring) RETURNS preferred LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION preferred_out(preferred) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE preferred (INPUT = preferred_in, OUTPUT = preferred_out, PREFERRED = true);

-- finds: changed base type public.defaulted: default
DROP TYPE defaulted CASCADE;
CREATE TYPE defaulted;
CREATE FUNCTION defaulted_in(cstring) RETURNS defaulted LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION defaulted_out(defaulted) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE defaulted (INPUT = defaulted_in, OUTPUT = defaulted_out, DEFAULT = 'x');

-- finds: changed base type public.delimited: delimiter
DROP TYPE delimited CASCADE;
CREATE TYPE delimited;
CREATE FUNCTION delimited_in(cstring) RETURNS delimited LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION delimited_out(delimited) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE delimited (INPUT = delimited_in, OUTPUT = delimited_out, DELIMITER = ';');

-- finds: changed base type public.collated: collatable
DROP TYPE collated CASCADE;
CREATE TYPE collated;
CREATE FUNCTION collated_in(cstring) RETURNS collated LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION collated_out(collated) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE collated (INPUT = collated_in, OUTPUT = collated_out, COLLATABLE = true);

-- finds: changed base type public.hull: shell
-- finds: changed base type public.hull: input
-- finds: changed base type public.hull: output
-- finds: unexpected function public.hull_in(cstring)
-- finds: unexpected function public.hull_out(public.hull)
-- because: what is more than a shell has these two functions
CREATE FUNCTION hull_in(cstring) RETURNS hull LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION hull_out(hull) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE hull (INPUT = hull_in, OUTPUT = hull_out);

-- finds: missing base type public.dropped
-- finds: missing function public.dropped_in(cstring)
-- finds: missing function public.dropped_out(public.dropped)
-- because: its functions go with it
DROP TYPE dropped CASCADE;

-- finds: unexpected base type public.another
CREATE TYPE another;
