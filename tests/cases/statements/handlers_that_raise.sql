-- Handlers that end in an error of their own leave nothing of what went before.
DO $$
DECLARE hint text; code text;
BEGIN
  CREATE TABLE t (a int);
  EXECUTE 'ALTER TABLE t ADD UNIQUE (a)';
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, hint = PG_EXCEPTION_HINT;
  RAISE EXCEPTION USING MESSAGE = 'no', ERRCODE = code, HINT = hint;
END $$;
