-- gap: names in an exclusion constraint are printed with the schema pg_catalog
CREATE TABLE x (c text, EXCLUDE (lower(c) COLLATE "C" text_pattern_ops DESC WITH =));
