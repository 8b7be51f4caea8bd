// What the handlers of CREATE and ALTER TYPE and DOMAIN share.
//
// Facts from typecmds.c and tablecmds.c (find_composite_type_dependencies) of the server's source.
#pragma once

#include <string_view>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"
#include "engine/replay/lookup.h"
#include "engine/replay/type_lookup.h"

namespace schemadiff::replay {

/// Throws 42710 where a new type may not have that name.
void CheckNewTypeName(const Context& cx, Name schema, Name name);

/// Where the statement creates a type, and that its name is free there.
QualifiedName NewTypeName(const Context& cx, const ast::List& names);

/// The type of the catalog that ALTER TYPE and ALTER DOMAIN name, of whatever kind. 42704 where
/// there is none; NotModelled for an extension's or one of the server itself; for an array type
/// `*is_array` becomes true.
ObjectId RequireType(const Context& cx, const ast::List& names, bool* is_array);

/// The same, where the type must be a domain: 42809 otherwise.
ObjectId RequireDomain(const Context& cx, const ast::List& names);

/// The type that an object of the catalog is.
TypeRef TypeRefOf(const Object& type);

/// Throws 0A000 where a table has a column of the type, or of one made of it (array, domain, range,
/// composite type). `name` is what the message calls it.
void CheckTypeNotStored(const Context& cx, ObjectId type, std::string_view name);

/// The same for a domain whose values are about to be checked: columns of the domain itself can be
/// checked, and are no error.
void CheckDomainNotContained(const Context& cx, ObjectId domain);

}  // namespace schemadiff::replay
