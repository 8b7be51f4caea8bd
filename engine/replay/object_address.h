// Objects as DROP, COMMENT, ALTER ... RENAME and others name them.
//
// Facts from objectaddress.c of the server's source.
#pragma once

#include <string_view>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// What PostgreSQL calls an object of a type that catalogs do not hold ("rule"), as in
/// Catalog::unmodelled; empty for types that they do.
std::string_view UnmodelledKind(ast::ObjectType type);

/// The object of that type that `name` (whose form depends on the type) names. Where there is none:
/// kNoObject with `missing_ok`, else the error that PostgreSQL raises.
ObjectId FindObject(Context& cx, ast::ObjectType type, const ast::Node& name, bool missing_ok);

/// Throws 42809 where a relation is not of the type that the statement says.
void CheckRelationType(const Context& cx, ObjectId relation, ast::ObjectType type);

}  // namespace schemadiff::replay
