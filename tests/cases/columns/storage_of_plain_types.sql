-- Types that are never stored aside.
CREATE TABLE t (a tsquery, b int2vector, c oidvector, d tsvector, e numeric, f inet);
-- expect-error: 0A000
ALTER TABLE t ALTER a SET STORAGE EXTENDED;
-- expect-error: 0A000
ALTER TABLE t ALTER b SET STORAGE MAIN;
-- expect-error: 0A000
ALTER TABLE t ALTER c SET STORAGE EXTERNAL;
ALTER TABLE t ALTER a SET STORAGE PLAIN, ALTER d SET STORAGE EXTERNAL, ALTER e SET STORAGE MAIN, ALTER f SET STORAGE MAIN;
CREATE EXTENSION hstore;
CREATE TABLE h (a hstore, b ghstore);
ALTER TABLE h ALTER a SET STORAGE EXTERNAL;
-- expect-error: 0A000
ALTER TABLE h ALTER b SET STORAGE MAIN;
