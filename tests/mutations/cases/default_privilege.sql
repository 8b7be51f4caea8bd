-- setup: default privileges
CREATE SCHEMA n;
CREATE TABLE t (a int);
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO alice;
ALTER DEFAULT PRIVILEGES FOR ROLE bob IN SCHEMA n GRANT SELECT ON TABLES TO alice;
ALTER DEFAULT PRIVILEGES FOR ROLE bob GRANT USAGE ON SEQUENCES TO alice;

-- finds: changed default privilege on tables of postgres to alice: privileges
ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO alice;

-- finds: changed default privilege on tables in schema n of bob to alice: privileges
ALTER DEFAULT PRIVILEGES FOR ROLE bob IN SCHEMA n GRANT SELECT ON TABLES TO alice WITH GRANT OPTION;

-- finds: missing default privilege on sequences of bob to alice
ALTER DEFAULT PRIVILEGES FOR ROLE bob REVOKE USAGE ON SEQUENCES FROM alice;

-- finds: unexpected default privilege on types of bob to alice
ALTER DEFAULT PRIVILEGES FOR ROLE bob GRANT USAGE ON TYPES TO alice;
