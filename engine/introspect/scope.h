// Which schemas are read, and how the queries say so.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/introspect/rows.h"

namespace schemadiff::introspect {

/// Whether `name` matches the glob (`*`: any text, `?`: one byte).
bool GlobMatch(std::string_view pattern, std::string_view name);

/// The server's version and the namespaces that take part.
class Scope {
 public:
  struct Namespace {
    Name name;
    bool read = false;          ///< its objects belong to the catalog
    bool of_extension = false;  ///< it is itself a member of an extension
  };

  int version = 0;  ///< server_version_num
  absl::flat_hash_map<Oid, Namespace> namespaces;
  bool all_schemas = true;     ///< no user's schema was left out
  bool whole_database = true;  ///< no list of schemas to read was given
  /// Relations of other schemas whose names (and columns) are needed: referenced tables, parents.
  std::vector<Oid> outside_relations;
  /// The system catalogs that hold members of extensions: "pg_proc".
  std::vector<std::string> extended_catalogs;

  /// Namespaces of PostgreSQL's own (pg_*, information_schema) and those that the patterns leave
  /// out are not read.
  void AddNamespace(Oid oid, Name name, bool of_extension, const std::vector<std::string>& include,
                    const std::vector<std::string>& exclude);

  bool Reads(Oid name_space) const;
  Name NamespaceName(Oid oid) const;
  /// SQL: the namespace in that column is read. The shorter of `= ANY (...)` and `<> ALL (...)`.
  std::string In(std::string_view column) const;
  /// SQL: likewise, or the relation is one of `outside_relations`. `relation` is an alias of
  /// pg_class.
  std::string Relations(std::string_view relation) const;
  /// SQL, as Step::exists: relations that are defined by a query, or are composite types.
  std::string AnyViewsAndTypes() const {
    return "pg_class c WHERE c.relkind IN ('v', 'm', 'c') AND " + In("c.relnamespace");
  }
  /// SQL: the object is no member of an extension.
  std::string NotInExtension(std::string_view catalog, std::string_view oid_column) const;
  /// SQL: the object was not made along with another one, as the constructors of a range type are.
  static std::string NotInternal(std::string_view catalog, std::string_view oid_column);
  /// `since`: the first version that has what `sql` says; else `otherwise`.
  std::string Since(int since, std::string_view sql, std::string_view otherwise) const {
    return std::string(version >= since ? sql : otherwise);
  }
};

}  // namespace schemadiff::introspect
