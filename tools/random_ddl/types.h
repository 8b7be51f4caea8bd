// Types for columns, arguments and expressions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/random_ddl/draft.h"

namespace schemadiff::random_ddl {

/// A type as it is written, and what it is.
struct TypeChoice {
  std::string sql;
  TypeRef type;  ///< without modifiers
};

TypeRef PgType(std::string_view name, bool array = false);
inline bool IsBuiltin(const TypeRef& type, std::string_view name) {
  return !type.array && type.name == name && type.schema == "pg_catalog";
}

/// A type for a column: built in, with modifiers perhaps, an array, or one that the program made.
TypeChoice ColumnType(Draft& draft);
/// One of the common types, which most functions are about.
TypeChoice CommonType(Draft& draft);
/// How a type is written.
std::string TypeSql(Draft& draft, const TypeRef& type);
/// What values of the type are once a domain is looked through.
TypeRef BaseType(const Draft& draft, const TypeRef& type);
/// Whether expressions of that type can be made.
bool IsKnown(const Draft& draft, const TypeRef& type);
/// The names of the built-in types that are used.
const std::vector<std::string_view>& KnownTypeNames(int major);

}  // namespace schemadiff::random_ddl
