-- setup: comments
CREATE TABLE t (a int, b int, UNIQUE (a));
CREATE INDEX i ON t (a);
COMMENT ON TABLE t IS 'a table';
COMMENT ON COLUMN t.a IS 'a column';

-- finds: changed comment on table public.t: text
COMMENT ON TABLE t IS 'another text';

-- finds: missing comment on column public.t.a
COMMENT ON COLUMN t.a IS NULL;

-- finds: unexpected comment on column public.t.b
COMMENT ON COLUMN t.b IS 'new';

-- finds: unexpected comment on index public.i
COMMENT ON INDEX i IS 'new';

-- finds: unexpected comment on index public.t_a_key
COMMENT ON INDEX t_a_key IS 'of a constraint';
