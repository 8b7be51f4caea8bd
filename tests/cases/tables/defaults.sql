CREATE TABLE t (
  a int DEFAULT 1, b bigint DEFAULT 1, c numeric DEFAULT 1.50, d text DEFAULT 'it''s', e boolean DEFAULT false,
  f timestamptz DEFAULT now(), g timestamp DEFAULT CURRENT_TIMESTAMP, h date DEFAULT CURRENT_DATE,
  i jsonb DEFAULT '{}', j int[] DEFAULT '{}', k text[] DEFAULT ARRAY[]::text[], l float8 DEFAULT 0,
  m varchar(10) DEFAULT 'abc', n char(3) DEFAULT 'ab', o int DEFAULT NULL, p text DEFAULT NULL,
  q interval DEFAULT '1 day', r uuid DEFAULT gen_random_uuid(), s int DEFAULT -1, t boolean DEFAULT 't',
  u text DEFAULT lower('ABC'), v int DEFAULT (1 + 2) * 3, w text DEFAULT CURRENT_USER, x smallint DEFAULT 5
);
