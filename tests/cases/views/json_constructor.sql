-- Since 17 JSON() is no function but an expression of its own, to the server and to the grammar here:
-- where the two are not of the same mind it cannot be printed.
-- unresolved-ok: as above
-- expect-diagnostic: replay.unresolved-query
CREATE VIEW v AS SELECT json('{}') AS x;
CREATE VIEW w AS SELECT json('{}'::text) AS x;
CREATE VIEW z AS SELECT json(a) AS x FROM (SELECT '{}'::text AS a) AS s;
