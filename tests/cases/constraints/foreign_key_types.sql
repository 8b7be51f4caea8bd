CREATE TABLE users (id uuid PRIMARY KEY);
-- expect-error: 42804
CREATE TABLE memberships (user_id integer REFERENCES users (id));
CREATE TABLE memberships (user_id integer);
-- expect-error: 42804
ALTER TABLE memberships ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id);
CREATE TABLE big (id bigint PRIMARY KEY, name text UNIQUE);
CREATE TABLE fine (small smallint REFERENCES big, v varchar(10) REFERENCES big (name));
