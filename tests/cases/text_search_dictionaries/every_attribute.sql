CREATE SCHEMA s;
CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple);
CREATE TEXT SEARCH DICTIONARY s."Snow ball" (TEMPLATE = pg_catalog.snowball, Language = english,
  StopWords = english);
CREATE TEXT SEARCH DICTIONARY quoting (TEMPLATE = simple, Accept = false, StopWords = 'english');
ALTER TEXT SEARCH DICTIONARY s."Snow ball" (stopwords);
ALTER TEXT SEARCH DICTIONARY quoting (stopwords = 'russian');
ALTER TEXT SEARCH DICTIONARY plain RENAME TO renamed;
ALTER TEXT SEARCH DICTIONARY renamed SET SCHEMA s;
COMMENT ON TEXT SEARCH DICTIONARY s.renamed IS 'a dictionary';
CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word WITH s.renamed, quoting, simple;
ALTER TEXT SEARCH DICTIONARY quoting RENAME TO quoted;
CREATE TABLE t (a tsvector DEFAULT to_tsvector('simple', 'x'),
  b text[] DEFAULT ts_lexize('s.renamed', 'y'));
ALTER TEXT SEARCH DICTIONARY s.renamed RENAME TO again;
DROP TEXT SEARCH DICTIONARY IF EXISTS nobody, s.nobody, nobody.nobody;
