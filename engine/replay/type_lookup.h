// Type names of statements to types.
//
// Facts from parse_type.c and heap.c (CheckAttributeType) of the server's source.
#pragma once

#include <string>
#include <string_view>

#include "engine/catalog/catalog.h"
#include "engine/pg/builtins.h"
#include "engine/pg/extensions.h"
#include "engine/pg/type_name.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// A type, and where its facts are. Of an array type, `builtin`, `object` and `extension` are
/// those of the element type.
struct ResolvedType {
  TypeRef ref;
  const BuiltinType* builtin = nullptr;     ///< a type of the server itself
  ObjectId object = kNoObject;              ///< a type of the catalog
  ObjectId extension = kNoObject;           ///< an extension's type
  const ExtensionMember* member = nullptr;  ///< what is known of that; may be nothing
};

/// The type that a TypeName names. Throws 42704 where there is none, 42601 or 22023 for
/// modifiers that the type does not take, NotModelled where it may be one that the catalog does
/// not hold.
/// A shell type is an error, too, unless `shell_too`.
ResolvedType ResolveType(const Context& cx, const ast::TypeName& name, bool shell_too = false);

/// The type that a reference of the catalog means. Throws NotModelled where it is gone.
ResolvedType ResolveRef(const Context& cx, const TypeRef& ref);

/// Through domains; an array stays what it is.
ResolvedType BaseType(const Context& cx, ResolvedType type);

/// The type's default collation; empty for a type that has none. Of an opaque type of an
/// extension `*known` becomes false.
QualifiedName TypeCollation(const Context& cx, const ResolvedType& type, bool* known);

/// The collation of a COLLATE clause. 42704 where there is none.
QualifiedName ResolveCollation(const Context& cx, const ast::List& name, int32_t location);

/// What a column of the type holds for COLLATE: empty where it is the type's own. 42804 for a type
/// without collations.
QualifiedName ColumnCollation(const Context& cx, const ResolvedType& type,
                              const ast::CollateClause* clause);

/// Throws 42P16 where no column can have the type (pseudo-types, a composite type that contains
/// `containing`, which may be kNoObject).
void CheckColumnType(const Context& cx, std::string_view column, const ResolvedType& type,
                     ObjectId containing = kNoObject);

/// Records that `dependent` cannot be without the type.
void DependOnType(Context& cx, ObjectId dependent, const TypeRef& type);

/// As format_type_be prints it in messages: no modifiers, and names qualified only where
/// search_path does not find them.
std::string TypeText(const Context& cx, const TypeRef& type);
/// The same with modifiers.
std::string TypeTextWithModifiers(const Context& cx, const TypeRef& type);

}  // namespace schemadiff::replay
