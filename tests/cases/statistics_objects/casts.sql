-- majors: 14-
CREATE TABLE t (a int, b text, c timestamptz);
CREATE STATISTICS cast_away ON (CAST(b AS text)), a FROM t;
CREATE STATISTICS cast_too ON (b::varchar), c FROM t;
