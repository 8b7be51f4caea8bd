-- majors: 18-
CREATE TABLE t (a int PRIMARY KEY, b int GENERATED ALWAYS AS (a + 1) STORED);
CREATE PUBLICATION plain FOR TABLE t;
CREATE PUBLICATION none FOR TABLE t WITH (publish_generated_columns = none);
CREATE PUBLICATION stored FOR TABLE t WITH (publish_generated_columns = 'Stored');
-- expect-error: 42601
CREATE PUBLICATION x FOR TABLE t WITH (publish_generated_columns);
CREATE PUBLICATION listed FOR TABLE t (b, a);
ALTER PUBLICATION plain SET (publish_generated_columns = stored);
-- expect-error: 42601
ALTER PUBLICATION plain SET (publish_generated_columns = foo);
