-- setup: access methods of both types
CREATE FUNCTION handler(internal) RETURNS table_am_handler LANGUAGE internal AS 'heap_tableam_handler';
CREATE ACCESS METHOD stored TYPE TABLE HANDLER heap_tableam_handler;
CREATE ACCESS METHOD dropped TYPE INDEX HANDLER bthandler;
CREATE ACCESS METHOD turned TYPE INDEX HANDLER bthandler;

-- finds: changed access method stored: handler
DROP ACCESS METHOD stored;
CREATE ACCESS METHOD stored TYPE TABLE HANDLER handler;

-- finds: changed access method turned: type
-- finds: changed access method turned: handler
-- because: what a handler returns is of one of the two types
DROP ACCESS METHOD turned;
CREATE ACCESS METHOD turned TYPE TABLE HANDLER heap_tableam_handler;

-- finds: missing access method dropped
DROP ACCESS METHOD dropped;

-- finds: unexpected access method another
CREATE ACCESS METHOD another TYPE INDEX HANDLER bthandler;
