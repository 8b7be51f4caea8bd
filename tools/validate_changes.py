"""What may be changed on a server behind the back of the migrations, for tools/validate.

Each kind of change is a query that lists what it could be done to: the statement, and the name that
the one finding about it must have.
"""

USERS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"


def own(catalog, oid):
    """Whether it is no extension's."""
    return (f"NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '{catalog}'::regclass "
            f"AND d.objid = {oid} AND d.deptype = 'e')")


def unused(catalog, oid):
    """Whether nothing depends on it but what belongs to it."""
    return (f"NOT EXISTS (SELECT FROM pg_depend d WHERE d.refclassid = '{catalog}'::regclass "
            f"AND d.refobjid = {oid} AND d.deptype = 'n')")


# Tables on their own: what is inherited cannot be changed where it arrives.
TABLE = ("pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND c.relkind = 'r' "
         f"AND NOT c.relispartition AND NOT c.relhassubclass AND {USERS} AND " +
         own("pg_class", "c.oid") +
         " AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = c.oid)")
COLUMN = (TABLE + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
          "AND NOT a.attisdropped")
FUNCTION = (f"pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND {USERS} AND "
            "p.prokind = 'f' AND " + own("pg_proc", "p.oid") +
            " JOIN pg_language l ON l.oid = p.prolang AND l.lanname IN ('plpgsql', 'sql') "
            "AND p.prosrc <> ''")
TRIGGER = TABLE + " JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal"

CHANGES = {
    "drop index": (
        "SELECT format('DROP INDEX %I.%I', n.nspname, c.relname), c.relname FROM pg_index i "
        "JOIN pg_class c ON c.oid = i.indexrelid AND c.relkind = 'i' AND NOT c.relispartition "
        f"JOIN pg_namespace n ON n.oid = c.relnamespace AND {USERS} AND "
        + own("pg_class", "i.indrelid") +
        " WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid)"),
    "drop not null": (
        "SELECT format('ALTER TABLE %I.%I ALTER %I DROP NOT NULL', n.nspname, c.relname, "
        f"a.attname), a.attname FROM {COLUMN} WHERE a.attnotnull AND a.attidentity = ''"),
    "drop default": (
        "SELECT format('ALTER TABLE %I.%I ALTER %I DROP DEFAULT', n.nspname, c.relname, "
        f"a.attname), a.attname FROM {COLUMN} WHERE a.atthasdef AND a.attgenerated = ''"),
    "widen": (
        "SELECT format('ALTER TABLE %I.%I ALTER %I TYPE varchar(%s)', n.nspname, c.relname, "
        f"a.attname, a.atttypmod - 3), a.attname FROM {COLUMN} "
        "WHERE a.atttypid = 'varchar'::regtype AND a.atttypmod > 4"),
    "add column": (
        "SELECT format('ALTER TABLE %I.%I ADD sd_added int', n.nspname, c.relname), 'sd_added' "
        f"FROM {TABLE} WHERE {unused('pg_class', 'c.reltype')}"),
    "add index": (
        "SELECT format('CREATE INDEX sd_index ON %I.%I (%I)', n.nspname, c.relname, a.attname), "
        f"'sd_index' FROM {COLUMN} WHERE a.atttypid IN ('int4'::regtype, 'text'::regtype)"),
    "drop constraint": (
        "SELECT format('ALTER TABLE %I.%I DROP CONSTRAINT %I', n.nspname, c.relname, k.conname), "
        f"k.conname FROM {TABLE} JOIN pg_constraint k ON k.conrelid = c.oid "
        "AND k.contype IN ('c', 'f') AND k.conparentid = 0"),
    "change function": (
        "SELECT format('UPDATE pg_proc SET prosrc = prosrc || chr(10) || ''-- x'' "
        f"WHERE oid = %s', p.oid), p.proname FROM {FUNCTION}"),
    "security of function": (
        "SELECT format('ALTER FUNCTION %s %s', p.oid::regprocedure, CASE WHEN p.prosecdef "
        f"THEN 'SECURITY INVOKER' ELSE 'SECURITY DEFINER' END), p.proname FROM {FUNCTION}"),
    "drop function": (
        "SELECT format('DROP FUNCTION %s', p.oid::regprocedure), p.proname "
        f"FROM {FUNCTION} WHERE {unused('pg_proc', 'p.oid')}"),
    "drop trigger": (
        "SELECT format('DROP TRIGGER %I ON %I.%I', t.tgname, n.nspname, c.relname), t.tgname "
        f"FROM {TRIGGER}"),
    "disable trigger": (
        "SELECT format('ALTER TABLE %I.%I DISABLE TRIGGER %I', n.nspname, c.relname, t.tgname), "
        f"t.tgname FROM {TRIGGER} WHERE t.tgenabled = 'O'"),
    "grant": (
        "SELECT format('GRANT SELECT ON %I.%I TO sd_stranger', n.nspname, c.relname), c.relname "
        f"FROM {TABLE}"),
    "comment": (
        "SELECT format('COMMENT ON TABLE %I.%I IS ''changed''', n.nspname, c.relname), c.relname "
        f"FROM {TABLE}"),
    "row security": (
        "SELECT format('ALTER TABLE %I.%I %s ROW LEVEL SECURITY', n.nspname, c.relname, "
        "CASE WHEN c.relrowsecurity THEN 'DISABLE' ELSE 'ENABLE' END), c.relname "
        f"FROM {TABLE}"),
    "drop policy": (
        "SELECT format('DROP POLICY %I ON %I.%I', p.polname, n.nspname, c.relname), p.polname "
        f"FROM {TABLE} JOIN pg_policy p ON p.polrelid = c.oid"),
    "enum value": (
        "SELECT format('ALTER TYPE %I.%I ADD VALUE ''sd_more''', n.nspname, t.typname), t.typname "
        f"FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace AND {USERS} "
        f"AND t.typtype = 'e' AND {own('pg_type', 't.oid')}"),
    "sequence": (
        "SELECT format('ALTER SEQUENCE %I.%I INCREMENT 7', n.nspname, c.relname), c.relname "
        f"FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND {USERS} "
        f"AND c.relkind = 'S' AND {own('pg_class', 'c.oid')} "
        "WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass "
        "AND d.objid = c.oid AND d.deptype = 'i')"),
    "drop view": (
        "SELECT format('DROP VIEW %I.%I', n.nspname, c.relname), c.relname FROM pg_class c "
        f"JOIN pg_namespace n ON n.oid = c.relnamespace AND {USERS} AND c.relkind = 'v' "
        f"AND {own('pg_class', 'c.oid')} "
        "WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.refobjid IN (c.oid, c.reltype) "
        "AND d.deptype = 'n' AND d.objid <> (SELECT r.oid FROM pg_rewrite r "
        "WHERE r.ev_class = c.oid AND r.rulename = '_RETURN'))"),
    "parameter": (
        "SELECT format('ALTER TABLE %I.%I SET (fillfactor = 61)', n.nspname, c.relname), c.relname "
        f"FROM {TABLE}"),
}
