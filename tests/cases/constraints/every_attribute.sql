CREATE TABLE k (a int, b int, c text, d int, CONSTRAINT k_key PRIMARY KEY (a, b) INCLUDE (c) WITH (fillfactor = 70));
CREATE TABLE u (
    a int CONSTRAINT "Odd Name" UNIQUE DEFERRABLE INITIALLY DEFERRED,
    b int UNIQUE DEFERRABLE,
    c int, d int,
    UNIQUE (c, d) INCLUDE (a)
);
CREATE TABLE c (
    a int CHECK (a > 0), b text CONSTRAINT only_here CHECK (b <> '') NO INHERIT,
    CHECK (a IS NOT NULL OR b IS NOT NULL)
);
ALTER TABLE c ADD CONSTRAINT not_checked CHECK (a < 1000) NOT VALID;
CREATE TABLE f (
    a int, b int, c int, d int, e int,
    FOREIGN KEY (a, b) REFERENCES k MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL,
    CONSTRAINT late FOREIGN KEY (c) REFERENCES u (a) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (d) REFERENCES u (b) ON UPDATE SET DEFAULT ON DELETE RESTRICT DEFERRABLE
);
ALTER TABLE f ADD CONSTRAINT not_checked FOREIGN KEY (e) REFERENCES u (b) NOT VALID;
CREATE TABLE self (a int PRIMARY KEY, up int REFERENCES self);
CREATE TABLE round_a (a int PRIMARY KEY, b int);
CREATE TABLE round_b (b int PRIMARY KEY, a int REFERENCES round_a);
ALTER TABLE round_a ADD FOREIGN KEY (b) REFERENCES round_b;
CREATE TABLE x (
    a int4range, b int, c text,
    EXCLUDE USING gist (a WITH &&),
    CONSTRAINT named EXCLUDE USING btree (b WITH =) INCLUDE (c) WITH (fillfactor = 60) WHERE (b > 0)
        DEFERRABLE INITIALLY DEFERRED,
    EXCLUDE (lower(c) COLLATE "C" text_pattern_ops DESC WITH =)
);
CREATE UNIQUE INDEX made_first ON u (d);
ALTER TABLE u ADD CONSTRAINT from_index UNIQUE USING INDEX made_first;
COMMENT ON CONSTRAINT from_index ON u IS 'from an index';
COMMENT ON CONSTRAINT late ON f IS 'late';
COMMENT ON CONSTRAINT named ON x IS 'excluded';
