CREATE TABLE r (id int PRIMARY KEY, other int);
-- expect-error: 42P01
CREATE TABLE t (a int REFERENCES nope);
-- expect-error: 42703
CREATE TABLE t (a int REFERENCES r (nope));
-- expect-error: 42830
CREATE TABLE t (a int REFERENCES r (other));
-- expect-error: 42830
CREATE TABLE t (a int, b int, FOREIGN KEY (a, b) REFERENCES r (id));
-- expect-error: 42703
CREATE TABLE t (a int, FOREIGN KEY (nope) REFERENCES r);
