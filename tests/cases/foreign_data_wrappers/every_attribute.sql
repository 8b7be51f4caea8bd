CREATE FUNCTION h() RETURNS fdw_handler LANGUAGE internal AS 'pg_backend_pid';
CREATE FOREIGN DATA WRAPPER plain;
CREATE FOREIGN DATA WRAPPER full_one HANDLER h VALIDATOR postgresql_fdw_validator;
CREATE FOREIGN DATA WRAPPER with_options OPTIONS (a 'b');
