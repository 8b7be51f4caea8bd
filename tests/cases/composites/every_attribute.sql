CREATE TYPE empty AS ();
CREATE TYPE inner_type AS (a int, "Odd Attribute" varchar(5) COLLATE "C", c numeric(6,1)[]);
CREATE TYPE outer_type AS (i inner_type, is_ inner_type[], t timestamp(3) with time zone);
ALTER TYPE inner_type DROP ATTRIBUTE a, ADD ATTRIBUTE z bit varying(3);
CREATE TABLE t (o outer_type, d outer_type DEFAULT ROW(NULL, NULL, NULL)::outer_type);
COMMENT ON TYPE inner_type IS 'type';
COMMENT ON COLUMN inner_type."Odd Attribute" IS 'attribute';
