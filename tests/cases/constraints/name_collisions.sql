CREATE TABLE t (a int CHECK (a > 0) CHECK (a > 1) CHECK (a < 9), b int CONSTRAINT t_a_check3 CHECK (b > 0));
CREATE TABLE u (a int UNIQUE, CONSTRAINT u_b_key CHECK (a > 0), b int UNIQUE);
CREATE TABLE v_pkey (x int);
CREATE TABLE v (a int PRIMARY KEY, b int REFERENCES v, c int REFERENCES v);
ALTER TABLE v ADD FOREIGN KEY (b) REFERENCES v;
-- expect-error: 42830
ALTER TABLE v ADD FOREIGN KEY (b, c) REFERENCES v (a, a);
ALTER TABLE v ADD CHECK (a > b);
ALTER TABLE v ADD CHECK (b > a);
-- expect-error: 42710
ALTER TABLE v ADD CONSTRAINT v_b_fkey CHECK (a > 0);
-- expect-error: 42P07
ALTER TABLE v ADD CONSTRAINT t UNIQUE (b);
-- expect-error: 42710
CREATE TABLE w (a int CONSTRAINT x CHECK (a > 0), b int CONSTRAINT x CHECK (b > 0));
