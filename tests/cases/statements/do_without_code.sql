-- expect-error: 42601
DO LANGUAGE plpgsql;
-- expect-error: 42601
DO LANGUAGE plpgsql LANGUAGE plpgsql 'BEGIN END';
-- expect-error: 42601
DO 'BEGIN END' 'BEGIN END';
-- expect-error: 0A000
DO LANGUAGE sql 'SELECT 1';
DO LANGUAGE plpgsql 'BEGIN CREATE TABLE made (a int); END';
