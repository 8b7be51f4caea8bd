-- setup: dictionaries
CREATE TEXT SEARCH TEMPLATE other (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple);
CREATE TEXT SEARCH DICTIONARY made_otherwise (TEMPLATE = simple);
CREATE TEXT SEARCH DICTIONARY dropped (TEMPLATE = simple);
ALTER TEXT SEARCH DICTIONARY d OWNER TO alice;

-- finds: changed text search dictionary public.d: owner
ALTER TEXT SEARCH DICTIONARY d OWNER TO bob;

-- finds: changed text search dictionary public.d: options
ALTER TEXT SEARCH DICTIONARY d (stopwords = english);

-- finds: changed text search dictionary public.made_otherwise: template
DROP TEXT SEARCH DICTIONARY made_otherwise;
CREATE TEXT SEARCH DICTIONARY made_otherwise (TEMPLATE = other);

-- finds: missing text search dictionary public.dropped
DROP TEXT SEARCH DICTIONARY dropped;

-- finds: unexpected text search dictionary public.another
CREATE TEXT SEARCH DICTIONARY another (TEMPLATE = simple);
