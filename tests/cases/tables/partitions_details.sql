CREATE SCHEMA parts;
CREATE TABLE measured (
    id bigint NOT NULL,
    at date NOT NULL DEFAULT '2020-01-01',
    kind text,
    amount int CHECK (amount >= 0),
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE parts.measured_2020 PARTITION OF measured FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')
    WITH (fillfactor = 60);
CREATE TABLE parts.measured_rest PARTITION OF measured DEFAULT PARTITION BY HASH (id);
CREATE TABLE parts.measured_rest_0 PARTITION OF parts.measured_rest (amount DEFAULT 3) FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE parts.measured_rest_1 PARTITION OF parts.measured_rest FOR VALUES WITH (modulus 2, remainder 1);
CREATE INDEX measured_kind ON measured (kind);
CREATE INDEX measured_only ON ONLY measured (amount);
CREATE INDEX measured_2020_own ON parts.measured_2020 (kind, amount);
CREATE TABLE other (amount int CONSTRAINT measured_amount_check CHECK (amount >= 0), at date NOT NULL, id bigint NOT NULL, kind text, dropped int);
ALTER TABLE other DROP COLUMN dropped;
ALTER TABLE measured ATTACH PARTITION other FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
CREATE TABLE hashed (a int, b text) PARTITION BY HASH (a, lower(b));
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (modulus 2, remainder 1);
CREATE TABLE ranged (a int, b timestamptz, c text COLLATE "C") PARTITION BY RANGE (a, b, c COLLATE "POSIX" text_pattern_ops);
CREATE TABLE ranged_1 PARTITION OF ranged FOR VALUES FROM (1, MINVALUE, MINVALUE) TO (5, MAXVALUE, MAXVALUE);
CREATE TABLE referenced (a int PRIMARY KEY) PARTITION BY RANGE (a);
CREATE TABLE referenced_1 PARTITION OF referenced FOR VALUES FROM (1) TO (10);
CREATE TABLE referring (a int, b int REFERENCES referenced ON DELETE CASCADE) PARTITION BY LIST (a);
CREATE TABLE referring_1 PARTITION OF referring FOR VALUES IN (1);
CREATE TABLE without_partitions (a int) PARTITION BY LIST (a);
CREATE TABLE listed (a text) PARTITION BY LIST (a);
CREATE TABLE listed_ab PARTITION OF listed FOR VALUES IN ('a', 'b', NULL);
ALTER TABLE measured ALTER kind SET STATISTICS 20;
ALTER TABLE parts.measured_2020 ALTER kind SET DEFAULT 'k', ALTER kind SET STORAGE MAIN;
CREATE TABLE detached PARTITION OF measured FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');
ALTER TABLE measured DETACH PARTITION detached;
