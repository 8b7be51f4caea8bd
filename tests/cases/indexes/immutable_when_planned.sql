-- What the planner folds away need not be immutable.
CREATE TABLE t (a timestamptz, b timestamptz NOT NULL, c text, d date);
CREATE INDEX ON t ((('{"2000-01-01"}'::timestamptz[])[1] - pg_catalog.timezone(text 'UTC', NULL)));
CREATE INDEX ON t ((d + timezone(NULL, '12:34:56+02'::timetz)::time));
CREATE INDEX ON t (b) WHERE b >= timezone('01:02:03.5', NULL);
CREATE INDEX ON t (b) WHERE ('20200229'::date, 'x') = (a, 'y') OR b IS NULL;
CREATE INDEX ON t (c) WHERE CASE WHEN false THEN a > now() ELSE c IS NOT NULL END;
CREATE INDEX ON t (c) WHERE coalesce(NULL, 'x', c) = 'x' AND (false OR NOT (true AND false));
CREATE TABLE g (a timestamp GENERATED ALWAYS AS (timezone('01:02:03.5', NULL) AT TIME ZONE 'UTC') STORED);
-- expect-error: 42P17
CREATE INDEX ON t (b) WHERE b >= c::timestamptz;
-- expect-error: 42P17
CREATE INDEX ON t (b) WHERE ('20200229'::date, 'x') = (a, 'x');
-- expect-error: 42P17
CREATE INDEX ON t (c) WHERE CASE WHEN c = 'x' THEN a > now() ELSE c IS NOT NULL END;
