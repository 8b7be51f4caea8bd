CREATE DOMAIN plain AS int;
CREATE DOMAIN limited AS varchar(10) COLLATE "C" DEFAULT 'x' NOT NULL CHECK (VALUE <> '')
    CONSTRAINT "Odd Check" CHECK (length(VALUE) > 0);
CREATE DOMAIN over_domain AS limited CHECK (VALUE <> 'y');
CREATE DOMAIN arrays AS numeric(5,2)[] DEFAULT '{}';
CREATE DOMAIN later AS int;
ALTER DOMAIN later ADD CONSTRAINT unchecked CHECK (VALUE > 0) NOT VALID;
ALTER DOMAIN later SET DEFAULT 4 + 1;
ALTER DOMAIN later SET NOT NULL;
CREATE FUNCTION even(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 % 2 = 0';
CREATE DOMAIN even_number AS int CHECK (even(VALUE));
CREATE TYPE pair AS (a even_number, b limited);
CREATE DOMAIN pairs AS pair CHECK ((VALUE).a > 0);
CREATE TABLE t (a limited, b over_domain COLLATE "POSIX", c pairs, d even_number[]);
COMMENT ON DOMAIN limited IS 'domain';
COMMENT ON CONSTRAINT "Odd Check" ON DOMAIN limited IS 'check';
