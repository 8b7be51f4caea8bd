-- no-copy(13-14): the name of a partition's copy of a trigger, where it is not its parent's, is in no dump
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE FUNCTION trf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER r AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION trf();
ALTER TRIGGER r ON p RENAME TO x;
