-- no-copy: every database begins with schema public
CREATE SCHEMA a;
CREATE TABLE public.t (x int);
ALTER TABLE public.t SET SCHEMA a;
DROP SCHEMA public;
