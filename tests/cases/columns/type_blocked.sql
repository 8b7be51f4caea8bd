CREATE TABLE v_t (a int, b int);
CREATE VIEW v AS SELECT a FROM v_t;
-- expect-error: 0A000
ALTER TABLE v_t ALTER a TYPE bigint;
ALTER TABLE v_t ALTER b TYPE bigint;
CREATE TABLE p_t (a int, b int);
CREATE POLICY p ON p_t USING (a > 0);
-- expect-error: 0A000
ALTER TABLE p_t ALTER a TYPE bigint;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE tr_t (a int, b int, c int);
CREATE TRIGGER tr BEFORE UPDATE OF a ON tr_t FOR EACH ROW WHEN (NEW.b > 0) EXECUTE FUNCTION f();
-- expect-error: 0A000
ALTER TABLE tr_t ALTER a TYPE bigint;
-- expect-error: 0A000
ALTER TABLE tr_t ALTER b TYPE bigint;
ALTER TABLE tr_t ALTER c TYPE bigint;
CREATE TABLE g_t (a int, b int GENERATED ALWAYS AS (a + 1) STORED);
-- expect-error(-14): 42601
-- expect-error(15-): 0A000
ALTER TABLE g_t ALTER a TYPE bigint;
-- expect-error: 42611
ALTER TABLE g_t ALTER b TYPE bigint USING 1;
ALTER TABLE g_t ALTER b TYPE bigint;
-- expect-error: 42804
ALTER TABLE g_t ALTER b TYPE date;
-- expect-error: 42809
ALTER TABLE v ALTER a TYPE bigint;
