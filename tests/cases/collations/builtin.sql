-- majors: 17-
CREATE COLLATION b (provider = builtin, locale = 'C.UTF-8');
CREATE COLLATION short (provider = builtin, locale = 'C.UTF8');
CREATE COLLATION c (provider = builtin, locale = 'C');
CREATE COLLATION f FROM pg_c_utf8;
-- expect-error: 42809
CREATE COLLATION x (provider = builtin, locale = 'en_US');
