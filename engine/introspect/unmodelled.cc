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
  };
}

// Those that are no plain count of a catalog's rows.
std::vector<std::string> Others(const Scope& scope) {
  const std::string relation_in =
      StrCat(scope.In("c.relnamespace"), " AND ", scope.NotInExtension("pg_class", "c.oid"));
  std::vector<std::string> queries = {
      StrCat("SELECT 'dependency on an extension', count(*) FROM pg_depend"
             " WHERE refclassid = 'pg_extension'::regclass AND deptype = 'x'"),
      StrCat("SELECT 'security label', count(*) FROM pg_seclabel"),
  };
  if (scope.whole_database) {
    queries.push_back(StrCat("SELECT 'large object', count(*) FROM pg_largeobject_metadata"));
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
