#include "engine/introspect/unmodelled.h"

#include <vector>

#include "engine/base/strings.h"

namespace schemadiff::introspect {
namespace {

// Objects that initdb made have smaller numbers.
constexpr std::string_view kUsersOid = "oid >= 16384";

struct Count {
  std::string_view kind;
  std::string_view catalog;
  std::string condition;
};

// Privileges differ from the default where a set of them does; their order means nothing.
std::string NonDefaultAcl(std::string_view acl, std::string_view normal) {
  return StrCat(acl, " IS NOT NULL AND NOT (", acl, " @> ", normal, " AND ", acl, " <@ ", normal,
                ")");
}

std::vector<Count> InSchemas(const Scope& scope) {
  const auto plain = [&](std::string_view kind, std::string_view catalog,
                         std::string_view name_space) {
    return Count{kind, catalog, scope.In(name_space)};
  };
  return {
      plain("operator", "pg_operator", "oprnamespace"),
      plain("operator class", "pg_opclass", "opcnamespace"),
      plain("operator family", "pg_opfamily", "opfnamespace"),
      plain("collation", "pg_collation", "collnamespace"),
      plain("conversion", "pg_conversion", "connamespace"),
      plain("text search configuration", "pg_ts_config", "cfgnamespace"),
      plain("text search dictionary", "pg_ts_dict", "dictnamespace"),
      plain("text search parser", "pg_ts_parser", "prsnamespace"),
      plain("text search template", "pg_ts_template", "tmplnamespace"),
      plain("statistics object", "pg_statistic_ext", "stxnamespace"),
      {"foreign table", "pg_class", StrCat("relkind = 'f' AND ", scope.In("relnamespace"))},
      // Array types are told by the element type that points at them.
      {"base type", "pg_type",
       StrCat("typtype = 'b' AND ", scope.In("typnamespace"),
              " AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = pg_type.oid)")},
      {"shell type", "pg_type",
       StrCat("typtype = 'p' AND NOT typisdefined AND ", scope.In("typnamespace"))},
  };
}

std::vector<Count> OutsideOfSchemas() {
  const auto plain = [](std::string_view kind, std::string_view catalog) {
    return Count{kind, catalog, std::string(kUsersOid)};
  };
  return {
      // Each range type brings the cast to its multirange type.
      {"cast", "pg_cast", StrCat(kUsersOid, " AND ", Scope::NotInternal("pg_cast", "pg_cast.oid"))},
      plain("transform", "pg_transform"),
      plain("language", "pg_language"),
      plain("access method", "pg_am"),
      plain("foreign-data wrapper", "pg_foreign_data_wrapper"),
      plain("server", "pg_foreign_server"),
      plain("publication", "pg_publication"),
  };
}

// The objects of a catalog on which something is granted or revoked.
std::string GrantedSql(const Scope& scope, std::string_view catalog, std::string_view acl,
                       std::string_view normal, std::string_view condition) {
  return StrCat("(SELECT count(*) FROM ", catalog, " o WHERE ", NonDefaultAcl(acl, normal), " AND ",
                condition, " AND ", scope.NotInExtension(catalog, "o.oid"), ")");
}

// One for each object on which something is granted or revoked; for columns see
// UnusualAttributesStep. Of what is read here and is no member of an extension, schema public alone
// begins with privileges of its own, which initdb wrote down.
std::string AccessPrivilegesSql(const Scope& scope) {
  std::vector<std::string> counts = {
      GrantedSql(scope, "pg_class", "o.relacl",
                 "acldefault(CASE o.relkind WHEN 'S' THEN 's'::\"char\" ELSE 'r'::\"char\" END,"
                 " o.relowner)",
                 scope.In("o.relnamespace")),
      GrantedSql(scope, "pg_proc", "o.proacl", "acldefault('f', o.proowner)",
                 scope.In("o.pronamespace")),
      GrantedSql(scope, "pg_type", "o.typacl", "acldefault('T', o.typowner)",
                 scope.In("o.typnamespace")),
      GrantedSql(scope, "pg_namespace", "o.nspacl",
                 "coalesce((SELECT initprivs FROM pg_init_privs WHERE objoid = o.oid"
                 " AND classoid = 'pg_namespace'::regclass), acldefault('n', o.nspowner))",
                 scope.In("o.oid")),
  };
  if (scope.whole_database) {
    counts.push_back(
        GrantedSql(scope, "pg_language", "o.lanacl", "acldefault('l', o.lanowner)", kUsersOid));
    counts.push_back(GrantedSql(scope, "pg_foreign_data_wrapper", "o.fdwacl",
                                "acldefault('F', o.fdwowner)", "true"));
    counts.push_back(
        GrantedSql(scope, "pg_foreign_server", "o.srvacl", "acldefault('S', o.srvowner)", "true"));
  }
  return StrCat("SELECT 'access privileges', ", StrJoin(counts, " + "));
}

// Those that are no plain count of a catalog's rows.
std::vector<std::string> Others(const Scope& scope) {
  const std::string relation_in =
      StrCat(scope.In("c.relnamespace"), " AND ", scope.NotInExtension("pg_class", "c.oid"));
  std::vector<std::string> queries = {
      StrCat("SELECT 'rule', count(*) FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class"
             " WHERE r.rulename <> '_RETURN' AND ",
             relation_in),
      StrCat("SELECT 'dependency on an extension', count(*) FROM pg_depend"
             " WHERE refclassid = 'pg_extension'::regclass AND deptype = 'x'"),
      StrCat("SELECT 'security label', count(*) FROM pg_seclabel"),
      StrCat("SELECT 'default privileges', count(*) FROM pg_default_acl WHERE ",
             scope.whole_database ? "defaclnamespace = 0 OR " : "", scope.In("defaclnamespace")),
      AccessPrivilegesSql(scope),
      // Who owns what is compared with nothing; only others than the database's owner are said.
      StrCat(
          "SELECT 'owner', count(*) FROM (",
          StrJoin(
              std::vector<std::string>{
                  StrCat("SELECT c.relowner FROM pg_class c"
                         " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ",
                         relation_in),
                  StrCat("SELECT proowner FROM pg_proc WHERE ", scope.In("pronamespace"), " AND ",
                         scope.NotInExtension("pg_proc", "oid")),
                  StrCat("SELECT typowner FROM pg_type WHERE typtype IN ('e', 'd', 'r')"
                         " AND ",
                         scope.In("typnamespace"), " AND ", scope.NotInExtension("pg_type", "oid")),
                  // Schema public belongs to a role of the server's own since 15.
                  StrCat("SELECT nspowner FROM pg_namespace WHERE ", kUsersOid, " AND ",
                         scope.In("oid"), " AND ", scope.NotInExtension("pg_namespace", "oid"))},
              " UNION ALL "),
          ") owned (owner) WHERE owner <>"
          " (SELECT datdba FROM pg_database WHERE datname = current_database())"),
  };
  if (scope.whole_database) {
    queries.push_back(StrCat("SELECT 'user mapping', count(*) FROM pg_user_mappings"));
    queries.push_back(StrCat("SELECT 'large object', count(*) FROM pg_largeobject_metadata"));
    // Of pg_subscription an ordinary role may read some columns only; this one among them.
    queries.push_back(
        StrCat("SELECT 'subscription', count(*) FROM pg_subscription WHERE subdbid ="
               " (SELECT oid FROM pg_database WHERE datname = current_database())"));
  }
  return queries;
}

}  // namespace

std::string UnmodelledSql(const Scope& scope) {
  std::vector<Count> counts = InSchemas(scope);
  if (scope.whole_database) {
    for (Count& count : OutsideOfSchemas()) counts.push_back(std::move(count));
  }
  std::vector<std::string> queries = Others(scope);
  for (const Count& count : counts) {
    queries.push_back(StrCat("SELECT '", count.kind, "', count(*) FROM ", count.catalog, " WHERE ",
                             count.condition, " AND ",
                             scope.NotInExtension(count.catalog, StrCat(count.catalog, ".oid"))));
  }
  return StrCat("SELECT * FROM (", StrJoin(queries, " UNION ALL "),
                ") counts (kind, count) WHERE count > 0");
}

}  // namespace schemadiff::introspect
