-- setup: parsers
CREATE FUNCTION start(internal, int) RETURNS internal LANGUAGE internal STRICT AS 'prsd_start';
CREATE FUNCTION token(internal, internal, internal) RETURNS internal LANGUAGE internal STRICT
  AS 'prsd_nexttoken';
CREATE FUNCTION finish(internal) RETURNS void LANGUAGE internal STRICT AS 'prsd_end';
CREATE FUNCTION types(internal) RETURNS internal LANGUAGE internal STRICT AS 'prsd_lextype';
CREATE TEXT SEARCH PARSER one (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH PARSER two (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH PARSER three (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH PARSER four (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH PARSER five (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH PARSER dropped (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype);

-- finds: changed text search parser public.one: start
DROP TEXT SEARCH PARSER one;
CREATE TEXT SEARCH PARSER one (START = start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype);

-- finds: changed text search parser public.two: token
DROP TEXT SEARCH PARSER two;
CREATE TEXT SEARCH PARSER two (START = prsd_start, GETTOKEN = token, END = prsd_end,
  LEXTYPES = prsd_lextype);

-- finds: changed text search parser public.three: end
DROP TEXT SEARCH PARSER three;
CREATE TEXT SEARCH PARSER three (START = prsd_start, GETTOKEN = prsd_nexttoken, END = finish,
  LEXTYPES = prsd_lextype);

-- finds: changed text search parser public.four: lextypes
DROP TEXT SEARCH PARSER four;
CREATE TEXT SEARCH PARSER four (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = types);

-- finds: changed text search parser public.five: headline
DROP TEXT SEARCH PARSER five;
CREATE TEXT SEARCH PARSER five (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);

-- finds: missing text search parser public.dropped
DROP TEXT SEARCH PARSER dropped;

-- finds: unexpected text search parser public.another
CREATE TEXT SEARCH PARSER another (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype);
