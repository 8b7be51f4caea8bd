CREATE EXTENSION postgres_fdw;
CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h', dbname 'd', port '5433');
CREATE USER MAPPING FOR postgres SERVER s OPTIONS (user 'u', password 'secret');
CREATE FOREIGN TABLE t (a int OPTIONS (column_name 'b'), c text) SERVER s
  OPTIONS (schema_name 'public', table_name 'u');
ALTER SERVER s OPTIONS (SET host 'g', ADD fetch_size '100');
