-- setup: mappings
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE USER MAPPING FOR alice SERVER s OPTIONS (name 'a', password 'x');
CREATE USER MAPPING FOR PUBLIC SERVER s;

-- finds: changed user mapping s.alice: options
ALTER USER MAPPING FOR alice SERVER s OPTIONS (SET name 'b');

-- finds: missing user mapping s.public
DROP USER MAPPING FOR PUBLIC SERVER s;

-- finds: unexpected user mapping s.bob
CREATE USER MAPPING FOR bob SERVER s;
