CREATE SCHEMA s;
CREATE TABLE t (id serial PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY);
CREATE SEQUENCE free;
CREATE TABLE u (id int DEFAULT nextval('free') + 1, v bigint DEFAULT currval('free'::regclass));
ALTER SEQUENCE t_id_seq RENAME TO t_ids;
ALTER SEQUENCE free RENAME TO "Free numbers";
-- expect-error: 0A000
ALTER SEQUENCE t_ids SET SCHEMA s;
ALTER SEQUENCE "Free numbers" SET SCHEMA s;
ALTER TABLE t RENAME id TO key;
ALTER TABLE t RENAME TO t2;
ALTER TABLE t_n_seq RENAME TO ns;
