CREATE TEXT SEARCH TEMPLATE t (LEXIZE = dsimple_lexize);
-- expect-error: 42601
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = t, stopwords = english);
-- expect-error: 42P17
CREATE TEXT SEARCH TEMPLATE x (INIT = dsimple_init);
-- expect-error: 42601
CREATE TEXT SEARCH TEMPLATE x (LEXIZE = dsimple_lexize, other = dsimple_init);
-- expect-error: 42883
CREATE TEXT SEARCH TEMPLATE x (LEXIZE = lower);
-- expect-error: 42704
COMMENT ON TEXT SEARCH TEMPLATE nobody IS 'x';
-- expect-error: 2BP01
DROP TEXT SEARCH TEMPLATE simple;
