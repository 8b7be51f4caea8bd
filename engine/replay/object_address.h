// Objects as DROP, COMMENT, ALTER ... RENAME and others name them.
//
// Facts from objectaddress.c of the server's source.
#pragma once

#include <string_view>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Objects that belong to no schema of a database: tablespaces, roles, databases, large objects.
bool IsOutsideSchemas(ast::ObjectType type);

/// The object of that type that `name` (whose form depends on the type) names. Where there is none:
/// kNoObject with `missing_ok`, else the error that PostgreSQL raises.
ObjectId FindObject(Context& cx, ast::ObjectType type, const ast::Node& name, bool missing_ok);

/// The same for statements that may name what is the server's own, or an extension's, and cannot be
/// dropped: kNoObject for such an object.
ObjectId FindOwnObject(Context& cx, ast::ObjectType type, const ast::Node& name);

/// Throws 42809 where a relation is not of the type that the statement says.
void CheckRelationType(const Context& cx, ObjectId relation, ast::ObjectType type);

}  // namespace schemadiff::replay
