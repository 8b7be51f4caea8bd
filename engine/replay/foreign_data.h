// Foreign-data wrappers and servers, for those who need what they say of options.
#pragma once

#include <string_view>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Whose options are set: what a validator takes depends on it.
enum class GenericOptionsOf { kWrapper, kServer, kUserMapping, kTable, kColumn };

/// A foreign-data wrapper of the catalog, or of an extension.
struct WrapperFacts {
  ObjectId object = kNoObject;
  ObjectId extension = kNoObject;
  QualifiedName validator;  ///< of an extension's one not known here: its own code judges
};

/// 42704 where there is none; NotModelled where an extension may have brought it.
WrapperFacts RequireWrapper(const Context& cx, std::string_view name);

/// 42704 where there is none.
ObjectId RequireServer(const Context& cx, std::string_view name);
/// That of a server.
WrapperFacts WrapperOf(const Context& cx, ObjectId server);

/// OPTIONS (...), with ADD, SET and DROP. 42710, 42704 and 22023 as the server has them, and 42601
/// where the server's own validator refuses a name. The values of secrets are not kept.
void ApplyGenericOptions(const ast::List& list, const QualifiedName& validator,
                         GenericOptionsOf what, Options* options);

/// ALTER FOREIGN TABLE ... OPTIONS (...), and those of a column.
void SetForeignTableOptions(Context& cx, ObjectId table, const ast::List& list, OriginId origin);
void SetForeignColumnOptions(Context& cx, ObjectId table, Name column, const ast::List& list,
                             OriginId origin);

/// Whether the relation is a foreign table.
bool IsForeign(const Object& relation);

}  // namespace schemadiff::replay
