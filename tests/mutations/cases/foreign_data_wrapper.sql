-- setup: wrappers
CREATE FUNCTION handler() RETURNS fdw_handler LANGUAGE internal AS 'pg_backend_pid';
CREATE FOREIGN DATA WRAPPER w;
CREATE FOREIGN DATA WRAPPER o OPTIONS (a 'b');
CREATE FOREIGN DATA WRAPPER dropped;
ALTER FOREIGN DATA WRAPPER w OWNER TO postgres;

-- finds: changed foreign-data wrapper w: handler
ALTER FOREIGN DATA WRAPPER w HANDLER handler;

-- finds: changed foreign-data wrapper w: validator
ALTER FOREIGN DATA WRAPPER w VALIDATOR postgresql_fdw_validator;

-- finds: changed foreign-data wrapper o: options
ALTER FOREIGN DATA WRAPPER o OPTIONS (SET a 'c');

-- finds: changed foreign-data wrapper w: owner
-- undo: ALTER FOREIGN DATA WRAPPER w OWNER TO postgres
-- undo: ALTER ROLE alice NOSUPERUSER
ALTER ROLE alice SUPERUSER;
ALTER FOREIGN DATA WRAPPER w OWNER TO alice;

-- finds: missing foreign-data wrapper dropped
DROP FOREIGN DATA WRAPPER dropped;

-- finds: unexpected foreign-data wrapper another
CREATE FOREIGN DATA WRAPPER another;
