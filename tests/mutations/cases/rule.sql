-- setup: rules
CREATE TABLE t (a int, b int);
CREATE TABLE log (a int);
CREATE RULE event AS ON INSERT TO t DO ALSO NOTHING;
CREATE RULE instead AS ON INSERT TO t DO ALSO NOTHING;
CREATE RULE conditional AS ON INSERT TO t WHERE new.a > 0 DO ALSO NOTHING;
CREATE RULE acts AS ON INSERT TO t DO ALSO NOTHING;
CREATE RULE states AS ON INSERT TO t DO ALSO NOTHING;
CREATE RULE dropped AS ON INSERT TO t DO ALSO NOTHING;

-- finds: changed rule public.t.states: state
ALTER TABLE t DISABLE RULE states;

-- finds: changed rule public.t.event: event
CREATE OR REPLACE RULE event AS ON DELETE TO t DO ALSO NOTHING;

-- finds: changed rule public.t.instead: instead
CREATE OR REPLACE RULE instead AS ON INSERT TO t DO INSTEAD NOTHING;

-- finds: changed rule public.t.conditional: condition
CREATE OR REPLACE RULE conditional AS ON INSERT TO t WHERE new.a > 1 DO ALSO NOTHING;

-- finds: changed rule public.t.acts: actions
CREATE OR REPLACE RULE acts AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (new.a);

-- finds: missing rule public.t.dropped
DROP RULE dropped ON t;

-- finds: unexpected rule public.t.another
CREATE RULE another AS ON UPDATE TO t DO ALSO NOTHING;
