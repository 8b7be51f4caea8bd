-- setup: configurations
CREATE TEXT SEARCH PARSER other (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);
CREATE TEXT SEARCH CONFIGURATION parsed (PARSER = "default");
CREATE TEXT SEARCH CONFIGURATION dropped (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION c OWNER TO alice;

-- finds: changed text search configuration public.c: owner
ALTER TEXT SEARCH CONFIGURATION c OWNER TO bob;

-- finds: changed text search configuration public.c: mappings
ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word WITH english_stem;

-- finds: changed text search configuration public.parsed: parser
DROP TEXT SEARCH CONFIGURATION parsed;
CREATE TEXT SEARCH CONFIGURATION parsed (PARSER = other);

-- finds: missing text search configuration public.dropped
DROP TEXT SEARCH CONFIGURATION dropped;

-- finds: unexpected text search configuration public.another
CREATE TEXT SEARCH CONFIGURATION another (PARSER = "default");
