-- setup: templates
CREATE TEXT SEARCH TEMPLATE initial (LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH TEMPLATE lexized (LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH TEMPLATE dropped (LEXIZE = dsimple_lexize);

-- finds: changed text search template public.initial: init
DROP TEXT SEARCH TEMPLATE initial;
CREATE TEXT SEARCH TEMPLATE initial (INIT = dsimple_init, LEXIZE = dsimple_lexize);

-- finds: changed text search template public.lexized: lexize
DROP TEXT SEARCH TEMPLATE lexized;
CREATE TEXT SEARCH TEMPLATE lexized (LEXIZE = dispell_lexize);

-- finds: missing text search template public.dropped
DROP TEXT SEARCH TEMPLATE dropped;

-- finds: unexpected text search template public.another
CREATE TEXT SEARCH TEMPLATE another (LEXIZE = dsimple_lexize);
