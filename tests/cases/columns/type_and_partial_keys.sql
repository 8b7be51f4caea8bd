CREATE TABLE a (id int PRIMARY KEY, code char(3), amount float8 CHECK (amount >= 0), at timestamp DEFAULT now());
CREATE TABLE b (a_id int REFERENCES a, code char(3), d date DEFAULT CURRENT_DATE, n numeric DEFAULT 0.0);
CREATE INDEX ON a (code bpchar_pattern_ops);
CREATE INDEX ON a (date_trunc('day', at)) WHERE amount BETWEEN 1 AND 10;
CREATE INDEX ON b (a_id, upper(code));
ALTER TABLE a ALTER at TYPE timestamp(3), ALTER amount TYPE numeric(12, 2), ALTER amount SET DEFAULT 0;
ALTER TABLE b ALTER d TYPE timestamp, ALTER n TYPE int, ALTER n SET DEFAULT 3, ALTER code TYPE varchar(3);
ALTER TABLE a ALTER code TYPE bpchar, ALTER id TYPE bigint;
ALTER TABLE b ALTER a_id TYPE bigint, ADD CONSTRAINT u UNIQUE (a_id), ALTER a_id SET NOT NULL;
-- expect-error: 42883
ALTER TABLE a ALTER at DROP DEFAULT, ALTER at TYPE text USING at::text;
