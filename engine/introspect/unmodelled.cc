#include "engine/introspect/unmodelled.h"

#include <string>
#include <string_view>

#include "engine/base/strings.h"

namespace schemadiff::introspect {
namespace {

// Objects that are in no catalog of ours and have other privileges than initdb or the script of
// their extension left them with. Of what initdb makes, pg_catalog alone: so does pg_dump.
constexpr std::string_view kOthersPrivileges = R"(
  SELECT CASE WHEN m.objid IS NULL THEN 'privileges on a system object'
              ELSE 'privileges on an object of an extension' END, count(*)
  FROM (
    SELECT 'pg_class'::regclass::oid, oid, 0, relnamespace, relacl,
      acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner) FROM pg_class
    UNION ALL SELECT 'pg_class'::regclass, attrelid, attnum, 11, attacl, '{}'
      FROM pg_attribute WHERE attrelid < 16384
    UNION ALL SELECT 'pg_proc'::regclass, oid, 0, pronamespace, proacl, acldefault('f', proowner)
      FROM pg_proc
    UNION ALL SELECT 'pg_type'::regclass, oid, 0, typnamespace, typacl, acldefault('T', typowner)
      FROM pg_type
    UNION ALL SELECT 'pg_language'::regclass, oid, 0, 0, lanacl, acldefault('l', lanowner)
      FROM pg_language
    UNION ALL SELECT 'pg_namespace'::regclass, oid, 0, oid, nspacl, acldefault('n', nspowner)
      FROM pg_namespace
    UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, 0, 0, fdwacl,
      acldefault('F', fdwowner) FROM pg_foreign_data_wrapper
  ) o (class, id, part, namespace, acl, usual)
  LEFT JOIN (SELECT DISTINCT classid, objid FROM pg_depend
             WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e') m
    ON (m.classid, m.objid) = (o.class, o.id)
  LEFT JOIN pg_init_privs i ON (i.classoid, i.objoid, i.objsubid) = (o.class, o.id, o.part)
  WHERE o.acl IS NOT NULL AND (m.objid IS NOT NULL OR o.namespace = 11)
    AND NOT (o.acl @> coalesce(i.initprivs, o.usual) AND coalesce(i.initprivs, o.usual) @> o.acl)
  GROUP BY 1)";

}  // namespace

std::string UnmodelledSql(const Scope& scope) {
  std::string counts = StrCat(
      "SELECT 'security label', count(*) FROM pg_seclabel"
      " UNION ALL SELECT 'replica identity of a materialized view', count(*) FROM pg_class"
      " WHERE relkind = 'm' AND relreplident <> 'd' AND ",
      scope.In("relnamespace"));
  if (scope.whole_database) {
    StrAppend(&counts, " UNION ALL SELECT 'large object', count(*) FROM pg_largeobject_metadata",
              " UNION ALL", kOthersPrivileges);
  }
  return "SELECT * FROM (" + counts + ") counts (kind, count) WHERE count > 0";
}

}  // namespace schemadiff::introspect
