CREATE SCHEMA s;
CREATE FUNCTION s.defaults(a int DEFAULT 1 + 1, b text DEFAULT 'x'::text, c date DEFAULT CURRENT_DATE) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE FUNCTION modes(IN a int, OUT b int, INOUT c text, VARIADIC d numeric[]) LANGUAGE plpgsql AS $f$ BEGIN b := 1; END $f$;
CREATE FUNCTION returns_table(a int) RETURNS TABLE (b int, "Odd" text) LANGUAGE sql ROWS 5 AS 'SELECT 1, ''$_$''::text';
CREATE FUNCTION returns_set() RETURNS SETOF text LANGUAGE sql STABLE STRICT COST 12.5 ROWS 33 AS 'SELECT ''x''';
CREATE FUNCTION everything(int) RETURNS int LANGUAGE sql IMMUTABLE STRICT SECURITY DEFINER LEAKPROOF PARALLEL SAFE COST 3
    SET search_path = s, "$user", "Odd Schema" SET work_mem = '1MB' SET "DateStyle" = 'German, DMY' SET statement_timeout TO 100
    SET my.setting = 'it''s' SET enable_seqscan = off AS 'SELECT $1';
CREATE FUNCTION empty_path() RETURNS int LANGUAGE sql SET search_path = '' AS 'SELECT 1';
CREATE FUNCTION nothing() RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION "Odd Function"("Odd Argument" int, "select" text[]) RETURNS record LANGUAGE plpgsql AS $$
-- a comment of its own

BEGIN
  RETURN NULL;
END
$$;
CREATE FUNCTION in_c(int) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'int4abs';
CREATE FUNCTION polymorphic(anyelement, anyarray) RETURNS anyarray LANGUAGE sql AS 'SELECT $2';
CREATE FUNCTION overloaded(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION overloaded(text) RETURNS int LANGUAGE sql AS 'SELECT 2';
CREATE FUNCTION overloaded() RETURNS int LANGUAGE sql AS 'SELECT 3';
CREATE FUNCTION windowed(int) RETURNS bigint LANGUAGE internal WINDOW AS 'window_rank';
CREATE PROCEDURE done(INOUT a int, b text DEFAULT 'x') LANGUAGE plpgsql SECURITY DEFINER SET work_mem = '2MB' AS $$ BEGIN a := 1; END $$;
CREATE FUNCTION calls_default(x int DEFAULT overloaded()) RETURNS int LANGUAGE sql AS 'SELECT $1';
COMMENT ON FUNCTION overloaded(text) IS 'of text';
COMMENT ON PROCEDURE done IS 'procedure';
COMMENT ON FUNCTION modes IS 'modes';
