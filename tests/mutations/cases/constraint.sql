-- setup: keys, references and checks
CREATE TABLE k (a int, b int, c int, PRIMARY KEY (a), UNIQUE (b), UNIQUE (a, b));
CREATE TABLE k2 (a int PRIMARY KEY);
CREATE TABLE t (
    a int CONSTRAINT positive CHECK (a > 0),
    b int CONSTRAINT fk REFERENCES k (a) ON DELETE SET NULL,
    c int, d int,
    CONSTRAINT u UNIQUE (c),
    CONSTRAINT fk2 FOREIGN KEY (c, d) REFERENCES k (a, b) ON DELETE SET NULL,
    CONSTRAINT fk3 FOREIGN KEY (c) REFERENCES k (a),
    CONSTRAINT fk4 FOREIGN KEY (d) REFERENCES k (a),
    CONSTRAINT fk5 FOREIGN KEY (d) REFERENCES k (a),
    CONSTRAINT fk6 FOREIGN KEY (d) REFERENCES k (a),
    CONSTRAINT fk7 FOREIGN KEY (c, d) REFERENCES k (a, b),
    CONSTRAINT ck CHECK (c > 0), CONSTRAINT ck2 CHECK (c > 1), CONSTRAINT ck3 CHECK (c > 2),
    CONSTRAINT dropped CHECK (d > 0)
);
CREATE TABLE x (
    a int4range, b int, c int, d int,
    CONSTRAINT ex EXCLUDE USING gist (a WITH &&),
    CONSTRAINT un UNIQUE (b), CONSTRAINT ui UNIQUE (c), CONSTRAINT ud UNIQUE (d)
);

-- finds: changed constraint public.t.fk3: deferrable
ALTER TABLE t ALTER CONSTRAINT fk3 DEFERRABLE;

-- finds: changed constraint public.t.fk3: initially_deferred
ALTER TABLE t ALTER CONSTRAINT fk3 DEFERRABLE INITIALLY DEFERRED;

-- finds: changed constraint public.t.u: options
ALTER INDEX u SET (fillfactor = 70);

-- finds: changed constraint public.t.u: tablespace
ALTER INDEX u SET TABLESPACE elsewhere;

-- finds: changed constraint public.t.fk4: triggers
-- unseen: pg_dump leaves out the internal triggers of constraints, disabled ones too
DO $$ DECLARE name text; BEGIN
  SELECT tgname INTO name FROM pg_trigger WHERE tgrelid = 't'::regclass AND tgtype = 5
    AND tgconstraint = (SELECT oid FROM pg_constraint WHERE conname = 'fk4');
  EXECUTE format('ALTER TABLE t DISABLE TRIGGER %I', name);
END $$;

-- finds: changed constraint public.t.ck: check
ALTER TABLE t DROP CONSTRAINT ck, ADD CONSTRAINT ck CHECK (c >= 0);

-- finds: changed constraint public.t.ck2: validated
ALTER TABLE t DROP CONSTRAINT ck2, ADD CONSTRAINT ck2 CHECK (c > 1) NOT VALID;

-- finds: changed constraint public.t.ck3: no_inherit
ALTER TABLE t DROP CONSTRAINT ck3, ADD CONSTRAINT ck3 CHECK (c > 2) NO INHERIT;

-- finds: changed constraint public.t.fk: on_delete
ALTER TABLE t DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES k (a) ON DELETE CASCADE;

-- finds: changed constraint public.t.fk2: on_delete_columns
ALTER TABLE t DROP CONSTRAINT fk2, ADD CONSTRAINT fk2 FOREIGN KEY (c, d) REFERENCES k (a, b) ON DELETE SET NULL (c);

-- finds: changed constraint public.t.fk5: on_update
ALTER TABLE t DROP CONSTRAINT fk5, ADD CONSTRAINT fk5 FOREIGN KEY (d) REFERENCES k (a) ON UPDATE CASCADE;

-- finds: changed constraint public.t.fk5: columns
ALTER TABLE t DROP CONSTRAINT fk5, ADD CONSTRAINT fk5 FOREIGN KEY (c) REFERENCES k (a) ON UPDATE CASCADE;

-- finds: changed constraint public.t.fk5: referenced_columns
ALTER TABLE t DROP CONSTRAINT fk5, ADD CONSTRAINT fk5 FOREIGN KEY (c) REFERENCES k (b) ON UPDATE CASCADE;

-- finds: changed constraint public.t.fk6: references
ALTER TABLE t DROP CONSTRAINT fk6, ADD CONSTRAINT fk6 FOREIGN KEY (d) REFERENCES k2 (a);

-- finds: changed constraint public.t.fk7: match
ALTER TABLE t DROP CONSTRAINT fk7, ADD CONSTRAINT fk7 FOREIGN KEY (c, d) REFERENCES k (a, b) MATCH FULL;

-- finds: changed constraint public.x.un: nulls_not_distinct
ALTER TABLE x DROP CONSTRAINT un, ADD CONSTRAINT un UNIQUE NULLS NOT DISTINCT (b);

-- finds: changed constraint public.x.ui: include
ALTER TABLE x DROP CONSTRAINT ui, ADD CONSTRAINT ui UNIQUE (c) INCLUDE (d);

-- finds: changed constraint public.x.ex: exclusion
ALTER TABLE x DROP CONSTRAINT ex, ADD CONSTRAINT ex EXCLUDE USING gist (a WITH =);

-- finds: missing constraint public.t.dropped
ALTER TABLE t DROP CONSTRAINT dropped;

-- finds: unexpected constraint public.t.another
ALTER TABLE t ADD CONSTRAINT another CHECK (d > 1);

-- setup: a key of another type
CREATE TABLE t (a int NOT NULL, CONSTRAINT c UNIQUE (a));

-- finds: changed constraint public.t.c: type
ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT c PRIMARY KEY (a);

-- setup: inherited checks
CREATE TABLE parent (a int, CONSTRAINT c CHECK (a > 0), CONSTRAINT d CHECK (a > 1));
CREATE TABLE second (a int, CONSTRAINT d CHECK (a > 1));
CREATE TABLE child () INHERITS (parent);
CREATE TABLE grandchild () INHERITS (parent, second);

-- finds: changed constraint public.child.c: is_local
ALTER TABLE child ADD CONSTRAINT c CHECK (a > 0);

-- finds: missing constraint public.second.d
-- finds: changed constraint public.grandchild.d: inherited_from
-- because: it is inherited from where it is
ALTER TABLE second DROP CONSTRAINT d;

-- setup(18-): what 18 brought
CREATE TABLE k (a int PRIMARY KEY);
CREATE TABLE t (a int, b int4range NOT NULL, c int NOT NULL, d int);
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES k NOT VALID;
ALTER TABLE t ADD CONSTRAINT ranged UNIQUE (b);

-- finds: changed constraint public.t.f: enforced
ALTER TABLE t ALTER CONSTRAINT f NOT ENFORCED;

-- finds: changed constraint public.t.t_c_not_null: no_inherit
ALTER TABLE t ALTER CONSTRAINT t_c_not_null NO INHERIT;

-- Since 18 that is a constraint, too.
-- finds: changed column public.t.d: not_null
ALTER TABLE t ALTER d SET NOT NULL;

-- setup(18-): a key over periods of time
CREATE TABLE t (a int4range, b int4range, CONSTRAINT k UNIQUE (a, b));

-- finds: changed constraint public.t.k: temporal
ALTER TABLE t DROP CONSTRAINT k, ADD CONSTRAINT k UNIQUE (a, b WITHOUT OVERLAPS);
