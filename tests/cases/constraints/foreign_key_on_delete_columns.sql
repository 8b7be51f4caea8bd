-- majors: 15-
CREATE TABLE r (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE t (a int, b int, FOREIGN KEY (a, b) REFERENCES r ON DELETE SET NULL (b));
CREATE TABLE named_twice (
  tid int,
  a int,
  b int DEFAULT 0,
  FOREIGN KEY (tid, a) REFERENCES r ON DELETE SET NULL (a, a),
  FOREIGN KEY (tid, b) REFERENCES r ON DELETE SET DEFAULT (b, tid, b)
);
