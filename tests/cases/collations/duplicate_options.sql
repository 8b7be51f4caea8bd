-- majors: 15-
-- expect-error: 42601
CREATE COLLATION x (LOCALE = 'C', LOCALE = 'C');
