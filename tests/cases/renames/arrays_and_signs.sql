-- no-copy: what the server prints of an array that is converted as a whole, it reads otherwise
-- An array that is converted as a whole, and a sign that is an operator, read otherwise than written.
CREATE TABLE t (a varchar(20), b int, c text, CHECK (a IN ('x', 'it''s')), CHECK (b > - 5 AND b <> -(3)),
                CHECK (a = ANY (ARRAY['x', 'y']::text[])), CHECK (c = ANY (ARRAY['p', NULL]::varchar(3)[])),
                CHECK (b = ANY ('{-1,2}'::int[]) OR b - 1 < -1 OR b::numeric > - 1.50),
                CHECK (ARRAY[]::int[] <> ARRAY[b]));
CREATE VIEW v AS SELECT - '5'::int AS minus_op, - (2.5) AS const, -'7'::bigint - 1 AS long, - 1 AS minus, -b AS negative, a IN ('p', 'q') AS one_of, ARRAY[1, 2]::bigint[] AS longs,
                        ARRAY[a, 'z']::text[] AS texts, - 99999999999 AS long_minus
FROM t WHERE b > -1;
CREATE INDEX ON t ((b + - 7)) WHERE a NOT IN ('k', 'l');
ALTER TABLE t RENAME a TO renamed_a;
ALTER TABLE t RENAME b TO renamed_b;
ALTER TABLE t RENAME c TO renamed_c;
ALTER TABLE t RENAME TO renamed;
