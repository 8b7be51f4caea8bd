-- What is changed of a range type's constructors is not seen on either side.
-- expect-diagnostic: replay.not-modelled
-- expect-diagnostic: replay.not-compared
CREATE TYPE rng AS RANGE (subtype = text);
CREATE TYPE span AS RANGE (subtype = int);
ALTER FUNCTION rng(text, text) COST 7;
COMMENT ON FUNCTION rng(text, text) IS 'x';
COMMENT ON FUNCTION rng(text, text, text) IS 'y';
-- expect-error: 2BP01
DROP FUNCTION rng(text, text);
ALTER FUNCTION span(int, int) RENAME TO make_span;
DROP TYPE rng;
