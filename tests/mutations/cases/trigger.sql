-- setup: triggers
CREATE TABLE t (a int, b int);
CREATE TABLE other (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER timed BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER events BEFORE INSERT ON t EXECUTE FUNCTION f();
CREATE TRIGGER columns BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER level BEFORE INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION f();
CREATE TRIGGER conditional BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION f();
CREATE TRIGGER calls BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER passes BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f('a');
CREATE TRIGGER sees AFTER UPDATE ON t REFERENCING OLD TABLE AS o NEW TABLE AS n EXECUTE FUNCTION f();
CREATE TRIGGER constrains AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE CONSTRAINT TRIGGER refers AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE CONSTRAINT TRIGGER defers AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER states BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER dropped BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();

-- finds: changed trigger public.t.states: state
ALTER TABLE t DISABLE TRIGGER states;

-- finds: changed trigger public.t.timed: timing
CREATE OR REPLACE TRIGGER timed AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();

-- finds: changed trigger public.t.events: on_update
CREATE OR REPLACE TRIGGER events BEFORE INSERT OR UPDATE ON t EXECUTE FUNCTION f();

-- finds: changed trigger public.t.events: on_delete
CREATE OR REPLACE TRIGGER events BEFORE INSERT OR UPDATE OR DELETE ON t EXECUTE FUNCTION f();

-- finds: changed trigger public.t.events: on_truncate
CREATE OR REPLACE TRIGGER events BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON t EXECUTE FUNCTION f();

-- finds: changed trigger public.t.events: on_insert
CREATE OR REPLACE TRIGGER events BEFORE UPDATE OR DELETE OR TRUNCATE ON t EXECUTE FUNCTION f();

-- finds: changed trigger public.t.columns: update_columns
CREATE OR REPLACE TRIGGER columns BEFORE UPDATE OF a, b ON t FOR EACH ROW EXECUTE FUNCTION f();

-- finds: changed trigger public.t.level: for_each_row
CREATE OR REPLACE TRIGGER level BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();

-- finds: changed trigger public.t.conditional: when
CREATE OR REPLACE TRIGGER conditional BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.a > 1) EXECUTE FUNCTION f();

-- finds: changed trigger public.t.calls: function
CREATE OR REPLACE TRIGGER calls BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g();

-- finds: changed trigger public.t.passes: arguments
CREATE OR REPLACE TRIGGER passes BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f('b');

-- finds: changed trigger public.t.sees: old_table
CREATE OR REPLACE TRIGGER sees AFTER UPDATE ON t REFERENCING OLD TABLE AS o2 NEW TABLE AS n EXECUTE FUNCTION f();

-- finds: changed trigger public.t.sees: new_table
CREATE OR REPLACE TRIGGER sees AFTER UPDATE ON t REFERENCING OLD TABLE AS o2 NEW TABLE AS n2 EXECUTE FUNCTION f();

-- finds: changed trigger public.t.constrains: constraint
DROP TRIGGER constrains ON t;
CREATE CONSTRAINT TRIGGER constrains AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();

-- finds: changed trigger public.t.refers: constraint_table
DROP TRIGGER refers ON t;
CREATE CONSTRAINT TRIGGER refers AFTER INSERT ON t FROM other FOR EACH ROW EXECUTE FUNCTION f();

-- finds: changed trigger public.t.defers: deferrable
DROP TRIGGER defers ON t;
CREATE CONSTRAINT TRIGGER defers AFTER INSERT ON t DEFERRABLE FOR EACH ROW EXECUTE FUNCTION f();

-- finds: changed trigger public.t.defers: initially_deferred
DROP TRIGGER defers ON t;
CREATE CONSTRAINT TRIGGER defers AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f();

-- finds: missing trigger public.t.dropped
DROP TRIGGER dropped ON t;

-- finds: unexpected trigger public.v.another
CREATE TRIGGER another INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();

-- setup: triggers of partitions
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TRIGGER of_one AFTER INSERT ON p1 FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER of_both AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();

-- finds: changed trigger public.p1.of_both: state
ALTER TABLE p1 DISABLE TRIGGER of_both;

-- finds: changed trigger public.p1.of_one: inherited
-- finds: unexpected trigger public.p.of_one
-- because: it is a copy of the whole table's
DROP TRIGGER of_one ON p1;
CREATE TRIGGER of_one AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();
