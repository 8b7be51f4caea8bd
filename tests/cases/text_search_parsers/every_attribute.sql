CREATE SCHEMA s;
CREATE TEXT SEARCH PARSER plain (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH PARSER s."Full" (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end,
  headline = prsd_headline, lextypes = prsd_lextype);
COMMENT ON TEXT SEARCH PARSER plain IS 'a parser';
ALTER TEXT SEARCH PARSER plain RENAME TO renamed;
ALTER TEXT SEARCH PARSER renamed SET SCHEMA s;
CREATE TEXT SEARCH CONFIGURATION c (PARSER = s.renamed);
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word, uint WITH simple;
ALTER TEXT SEARCH PARSER s.renamed RENAME TO again;
CREATE TEXT SEARCH PARSER gone (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH CONFIGURATION gone (PARSER = gone);
DROP TEXT SEARCH PARSER gone CASCADE;
DROP TEXT SEARCH PARSER IF EXISTS gone;
