CREATE SEQUENCE s;
-- expect-error: 42P07
CREATE SEQUENCE s;
CREATE TABLE t (a int);
-- expect-error: 42P07
CREATE SEQUENCE t;
-- expect-error: 22023
CREATE SEQUENCE x MINVALUE 10 MAXVALUE 5;
-- expect-error: 22023
CREATE SEQUENCE x MINVALUE 10 START 5;
-- expect-error: 22023
CREATE SEQUENCE x AS smallint MAXVALUE 100000;
-- expect-error: 42601
CREATE SEQUENCE x OWNED BY t;
-- expect-error: 42703
CREATE SEQUENCE x OWNED BY t.nope;
-- expect-error: 42P01
CREATE SEQUENCE x OWNED BY nope.a;
CREATE SCHEMA o;
-- expect-error: 55000
CREATE SEQUENCE o.x OWNED BY public.t.a;
-- expect-error: 3F000
CREATE SEQUENCE nope.x;
