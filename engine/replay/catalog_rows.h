// Rows of the system catalogs, and of the views over them, as the server would show them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/replay/context.h"
#include "engine/replay/static_value.h"

namespace schemadiff::replay {

struct CatalogRow {
  std::vector<Value> values;
  /// False: there may be such rows, or not, any number of them.
  bool certain = true;
};

struct CatalogRows {
  std::vector<std::string_view> columns;  ///< those that can be told of
  std::vector<CatalogRow> rows;
  std::vector<std::string_view> others;  ///< columns that nothing can be told of

  /// The place of a column; nothing where nothing can be told of it.
  std::optional<size_t> Find(std::string_view column) const;
};

/// What is known of a relation of pg_catalog or information_schema. What comes with the server or
/// with extensions is there as rows that are not certain, with names that stand for all of theirs
/// (Value::of_server), as is what the catalog does not know for certain. Nothing for relations
/// whose rows depend on more than the schema.
///
/// Sources: the system catalogs and views in PostgreSQL's documentation, information_schema.sql.
std::optional<CatalogRows> RowsOf(const Context& cx, std::string_view schema,
                                  std::string_view name);

/// Whether something that comes with the server, or with an installed extension, may have this name
/// and a row in that catalog (pg_class, pg_type, pg_proc, pg_namespace, ...).
bool MayBeOfServer(const Context& cx, std::string_view catalog, std::string_view name);

/// How catalogs refer to an object.
Value IdentityOf(ObjectId id);
Value IdentityOfSchema(std::string_view name);
/// An array type of an element type that has the identity.
Value IdentityOfType(const Context& cx, const TypeRef& type);

}  // namespace schemadiff::replay
