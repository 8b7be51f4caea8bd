CREATE TABLE x (c text, EXCLUDE (lower(c) COLLATE "C" text_pattern_ops DESC WITH =));
CREATE TABLE y (c text, d int4range,
  EXCLUDE (c COLLATE "C" WITH =), EXCLUDE USING gist (d range_ops WITH &&) WHERE (c <> 'x'));
