CREATE TABLE t (a integer, b text NOT NULL, c varchar(20) DEFAULT 'x');
CREATE TABLE IF NOT EXISTS t (z int);
