-- A key that is a column with casts that change nothing is a column.
CREATE DOMAIN d AS int;
CREATE TABLE t (id int, s varchar(10), n numeric(10, 2), e d, c text COLLATE "C");
CREATE INDEX plain ON t ((id::int));
CREATE INDEX several ON t (n, (CAST(id AS integer)) DESC, (s::varchar(10)) varchar_pattern_ops);
CREATE INDEX collated ON t ((c::text COLLATE "POSIX"), ((c::text)));
CREATE UNIQUE INDEX partial ON t (((id)::int4)) WHERE id::int > 0;
CREATE INDEX real_casts ON t ((s::varchar(5)), (n::numeric(10, 1)), (e::int), (id::bigint), (s::text));
ALTER TABLE t RENAME id TO key;
ALTER TABLE t ADD EXCLUDE USING btree ((key::int) WITH =);
ALTER TABLE t DROP COLUMN key;
