-- unresolved-ok: defaults take parse analysis
CREATE FUNCTION f(a int, b int DEFAULT 1, c text DEFAULT NULL) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION g(a int = 5) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42P13
CREATE FUNCTION h(a int DEFAULT 1, b int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42P13
CREATE FUNCTION h(a int, OUT b int DEFAULT 1) LANGUAGE sql AS 'SELECT 1';
-- expect-error: 42P13
CREATE OR REPLACE FUNCTION f(a int, b int, c text DEFAULT NULL) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE FUNCTION f(a int DEFAULT 0, b int DEFAULT 1, c text DEFAULT NULL) RETURNS int LANGUAGE sql AS 'SELECT 2';
