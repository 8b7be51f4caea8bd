-- gap: bodies in the form of the SQL standard are not analysed
-- majors: 14-
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE FUNCTION one(x int) RETURNS int LANGUAGE sql RETURN x + 1;
CREATE FUNCTION many() RETURNS SETOF v BEGIN ATOMIC SELECT v.a, v.b FROM v; SELECT a, b FROM t WHERE a = one(1); END;
CREATE PROCEDURE inserts(x int, y text) BEGIN ATOMIC INSERT INTO t VALUES (x, y) ON CONFLICT ON CONSTRAINT t_pkey DO NOTHING; DELETE FROM t WHERE a = x; END;
CREATE FUNCTION a_first() RETURNS int LANGUAGE sql RETURN one(2);
CREATE PROCEDURE with_out(IN a int, OUT b int) LANGUAGE plpgsql AS $$ BEGIN b := a; END $$;
