-- Since 17 JSON() is no function but an expression of its own, which older grammars do not know.
-- unresolved-ok(17-): as the grammar here has it, it cannot be printed
-- expect-diagnostic(17-): replay.unresolved-query
CREATE VIEW v AS SELECT json('{}') AS x;
CREATE VIEW w AS SELECT json('{}'::text) AS x;
CREATE VIEW z AS SELECT json(a) AS x FROM (SELECT '{}'::text AS a) AS s;
