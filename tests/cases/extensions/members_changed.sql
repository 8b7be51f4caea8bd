-- gap: what ALTER EXTENSION adds as a member is not modelled
CREATE EXTENSION citext;
CREATE TABLE mine (a int);
ALTER EXTENSION citext ADD TABLE mine;
CREATE FUNCTION also_mine() RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER EXTENSION citext ADD FUNCTION also_mine();
CREATE TABLE not_a_member (a citext, b int);
