#include "engine/introspect/scope.h"

#include <algorithm>

#include "engine/base/strings.h"

namespace schemadiff::introspect {
namespace {

std::string OidArray(std::vector<Oid> oids) {
  std::ranges::sort(oids);  // hash order would make the query's text differ from run to run
  return StrCat("'{", StrJoin(oids, ","), "}'::pg_catalog.oid[]");
}

bool MatchesAny(const std::vector<std::string>& patterns, std::string_view name) {
  return std::ranges::any_of(patterns, [name](const auto& p) { return GlobMatch(p, name); });
}

}  // namespace

bool GlobMatch(std::string_view pattern, std::string_view name) {
  size_t at = 0, in_name = 0;
  size_t star = std::string_view::npos, star_name = 0;
  while (in_name < name.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      star_name = in_name;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == name[in_name])) {
      ++at;
      ++in_name;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      in_name = ++star_name;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

void Scope::AddNamespace(Oid oid, Name name, bool of_extension,
                         const std::vector<std::string>& include,
                         const std::vector<std::string>& exclude) {
  const bool system = name.str().starts_with("pg_") || name == "information_schema";
  const bool wanted = (include.empty() || MatchesAny(include, name)) && !MatchesAny(exclude, name);
  whole_database = include.empty();
  namespaces[oid] = {name, !system && wanted, of_extension};
  if (!system && !wanted) all_schemas = false;
}

bool Scope::Reads(Oid name_space) const {
  const auto found = namespaces.find(name_space);
  return found != namespaces.end() && found->second.read;
}

Name Scope::NamespaceName(Oid oid) const {
  const auto found = namespaces.find(oid);
  return found == namespaces.end() ? Name() : found->second.name;
}

std::string Scope::In(std::string_view column) const {
  std::vector<Oid> read, not_read;
  for (const auto& [oid, entry] : namespaces) (entry.read ? read : not_read).push_back(oid);
  if (read.size() < not_read.size()) {
    return StrCat(column, " OPERATOR(pg_catalog.=) ANY (", OidArray(std::move(read)), ")");
  }
  return StrCat(column, " OPERATOR(pg_catalog.<>) ALL (", OidArray(std::move(not_read)), ")");
}

std::string Scope::Relations(std::string_view relation) const {
  std::string condition = In(StrCat(relation, ".relnamespace"));
  if (outside_relations.empty()) return condition;
  return StrCat("(", condition, " OR ", relation, ".oid = ANY (", OidArray(outside_relations),
                "))");
}

std::string Scope::NotInExtension(std::string_view catalog, std::string_view oid_column) const {
  // Most of the time there is nothing to look for, and to plan.
  if (std::ranges::find(extended_catalogs, catalog) == extended_catalogs.end()) return "true";
  // The subquery depends on nothing outside of it: it runs once, over an index, into a hash.
  return StrCat(oid_column,
                " NOT IN (SELECT objid FROM pg_depend"
                " WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'"
                " AND classid = '",
                catalog, "'::regclass)");
}

std::string Scope::NotInternal(std::string_view catalog, std::string_view oid_column) {
  return StrCat(oid_column,
                " NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'i' AND classid = '", catalog,
                "'::regclass)");
}

}  // namespace schemadiff::introspect
