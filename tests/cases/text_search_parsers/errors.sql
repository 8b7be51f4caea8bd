CREATE TEXT SEARCH PARSER p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH PARSER q (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype);
-- expect-error: 42883
CREATE TEXT SEARCH PARSER x (START = nobody, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype);
-- expect-error: 42P17
CREATE TEXT SEARCH PARSER x (START = prsd_start);
-- expect-error: 42601
CREATE TEXT SEARCH PARSER x (sing = prsd_start);
-- expect-error: 42704
DROP TEXT SEARCH PARSER nobody;
-- expect-error: 42704
ALTER TEXT SEARCH PARSER nobody RENAME TO x;
-- expect-error: 42710
ALTER TEXT SEARCH PARSER p RENAME TO q;
CREATE TEXT SEARCH CONFIGURATION c (PARSER = p);
-- expect-error: 2BP01
DROP TEXT SEARCH PARSER p;
-- expect-error: 2BP01
DROP TEXT SEARCH PARSER pg_catalog.default;
