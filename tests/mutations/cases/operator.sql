-- unchangeable: left: it is in the name of an operator, so that there is another operator
-- unchangeable: right: likewise
-- setup: operators
CREATE TYPE e AS ENUM ('a', 'b');
CREATE FUNCTION eq(e, e) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION eq2(e, e) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION number(e, e) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION neg(e) RETURNS e LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE OPERATOR =~= (LEFTARG = e, RIGHTARG = e, FUNCTION = eq);
CREATE OPERATOR === (LEFTARG = e, RIGHTARG = e, FUNCTION = eq);
CREATE OPERATOR =#= (LEFTARG = e, RIGHTARG = e, FUNCTION = eq);
CREATE OPERATOR =%= (LEFTARG = e, RIGHTARG = e, FUNCTION = eq);
CREATE OPERATOR =-= (LEFTARG = e, RIGHTARG = e, FUNCTION = eq);
CREATE OPERATOR =+= (LEFTARG = e, RIGHTARG = e, FUNCTION = eq);
CREATE OPERATOR =&= (LEFTARG = e, RIGHTARG = e, FUNCTION = eq);
CREATE OPERATOR <<<< (LEFTARG = e, RIGHTARG = e, FUNCTION = eq);
ALTER OPERATOR === (e, e) OWNER TO alice;

-- finds: changed operator public.===(public.e, public.e): owner
ALTER OPERATOR === (e, e) OWNER TO bob;

-- finds: changed operator public.===(public.e, public.e): restrict
ALTER OPERATOR === (e, e) SET (RESTRICT = eqsel);

-- finds: changed operator public.===(public.e, public.e): join
ALTER OPERATOR === (e, e) SET (JOIN = eqjoinsel);

-- finds: changed operator public.=#=(public.e, public.e): function
DROP OPERATOR =#= (e, e);
CREATE OPERATOR =#= (LEFTARG = e, RIGHTARG = e, FUNCTION = eq2);

-- finds: changed operator public.=%=(public.e, public.e): hashes
DROP OPERATOR =%= (e, e);
CREATE OPERATOR =%= (LEFTARG = e, RIGHTARG = e, FUNCTION = eq, HASHES);

-- finds: changed operator public.=-=(public.e, public.e): merges
DROP OPERATOR =-= (e, e);
CREATE OPERATOR =-= (LEFTARG = e, RIGHTARG = e, FUNCTION = eq, MERGES);

-- finds: changed operator public.=+=(public.e, public.e): commutator
DROP OPERATOR =+= (e, e);
CREATE OPERATOR =+= (LEFTARG = e, RIGHTARG = e, FUNCTION = eq, COMMUTATOR = =+=);

-- finds: changed operator public.=&=(public.e, public.e): negator
-- finds: unexpected operator public.<>&<>(public.e, public.e)
-- because: an operator is not its own negator, and the other one is told of it
DROP OPERATOR =&= (e, e);
CREATE OPERATOR =&= (LEFTARG = e, RIGHTARG = e, FUNCTION = eq, NEGATOR = <>&<>);

-- finds: changed operator public.=~=(public.e, public.e): result
-- finds: changed operator public.=~=(public.e, public.e): function
-- because: it gives what its function returns
DROP OPERATOR =~= (e, e);
CREATE OPERATOR =~= (LEFTARG = e, RIGHTARG = e, FUNCTION = number);

-- finds: missing operator public.<<<<(public.e, public.e)
DROP OPERATOR <<<< (e, e);

-- finds: unexpected operator public.@@@@(NONE, public.e)
CREATE OPERATOR @@@@ (RIGHTARG = e, FUNCTION = neg);
