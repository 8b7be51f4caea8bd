CREATE TABLE t (a int[] DEFAULT '{1,2}', b text[] DEFAULT ARRAY['x'], c text DEFAULT '{}', d json DEFAULT '{"k": 1}', e interval DEFAULT '1 day', f bit(3) DEFAULT B'101');
CREATE INDEX ON t USING gin (b);
ALTER TABLE t ALTER a TYPE bigint[], ALTER b TYPE varchar(10)[];
ALTER TABLE t ALTER d TYPE jsonb;
-- expect-error: 42804
ALTER TABLE t ALTER c TYPE jsonb USING c::jsonb;
ALTER TABLE t ALTER c DROP DEFAULT, ALTER c TYPE jsonb USING c::jsonb, ALTER c SET DEFAULT '{}';
ALTER TABLE t ALTER e TYPE interval day to second(2), ALTER f TYPE bit varying(8);
