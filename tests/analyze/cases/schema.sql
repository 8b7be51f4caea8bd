CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'ok', 'very happy');
CREATE TYPE public."Odd Type" AS ENUM ('x', 'Y');
CREATE DOMAIN app.email AS character varying(80) CHECK (VALUE ~ '@');
CREATE DOMAIN app.positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN app.moods AS app.mood[];
CREATE DOMAIN app.word AS text COLLATE "C";
CREATE TYPE app.address AS (street text, zip character varying(10), tags text[]);
CREATE TYPE app.floatrange AS RANGE (subtype = double precision);
CREATE SEQUENCE public.s;
CREATE SEQUENCE app."Odd Sequence";
CREATE TABLE app.t (
  id integer PRIMARY KEY,
  big bigint,
  small smallint,
  num numeric(10,2),
  n numeric,
  r real,
  f double precision,
  b boolean,
  txt text,
  vc character varying(20),
  vc_any character varying,
  ch character(5),
  nm name,
  c1 "char",
  d date,
  tm time,
  tmz time with time zone,
  ts timestamp,
  ts3 timestamp(3),
  tsz timestamp with time zone,
  iv interval,
  u uuid,
  j json,
  jb jsonb,
  by bytea,
  bi bit(4),
  vb bit varying(8),
  ip inet,
  net cidr,
  mac macaddr,
  ia integer[],
  ta text[],
  vca character varying(20)[],
  ma app.mood[],
  m app.mood,
  odd public."Odd Type",
  e app.email,
  pos app.positive,
  w app.word,
  addr app.address,
  addrs app.address[],
  ir int4range,
  dr daterange,
  fr app.floatrange,
  o oid,
  x xml,
  tsv tsvector,
  "Odd Col" text,
  "order" integer,
  coll text COLLATE "C",
  status character varying(20) DEFAULT 'new'
);
CREATE TABLE public.users (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  email character varying(255),
  manager_id uuid REFERENCES public.users,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  active boolean DEFAULT true NOT NULL,
  score numeric(5,2),
  tags text[]
);
CREATE TABLE app.orders (
  id bigint PRIMARY KEY,
  user_id uuid REFERENCES public.users,
  total numeric(12,2),
  placed_on date,
  state app.mood,
  note character varying(100)
);
CREATE TABLE app.items (
  id bigint,
  order_id bigint REFERENCES app.orders,
  sku text COLLATE "C",
  quantity integer,
  price numeric(12,2),
  PRIMARY KEY (id)
);
CREATE VIEW app.active_users AS SELECT id, name FROM public.users WHERE active;
CREATE MATERIALIZED VIEW app.totals AS SELECT user_id, sum(total) AS total FROM app.orders GROUP BY user_id;
CREATE FUNCTION app.double(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
CREATE FUNCTION app.greet(first text, last text DEFAULT 'Doe', VARIADIC titles text[] DEFAULT '{}') RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT first';
CREATE FUNCTION public.total(VARIADIC integer[]) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1::bigint';
CREATE FUNCTION public.lower(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION app.now() RETURNS timestamp with time zone LANGUAGE sql AS 'SELECT now()';
CREATE FUNCTION app.first_of(anyarray) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT $1[1]';
CREATE FUNCTION app.pick(a anyelement, b anyelement) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT a';
CREATE FUNCTION app.label(app.orders) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1.note::text';
CREATE FUNCTION app.rows_of(n integer) RETURNS TABLE (a integer, b text) LANGUAGE sql AS 'SELECT 1, ''x''::text';
CREATE FUNCTION app.many() RETURNS SETOF integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION app.trigger_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE AGGREGATE app.product(numeric) (SFUNC = numeric_mul, STYPE = numeric);
