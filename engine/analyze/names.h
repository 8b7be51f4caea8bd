// Names as written, looked up: relations, types, collations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/analyze/context.h"
#include "engine/analyze/routines.h"
#include "parsers/sql/ast.h"

namespace schemadiff::sema {

/// Something that can stand in FROM.
struct RelationInfo {
  QualifiedName name;
  char kind = 0;  ///< r table, v view, m materialized view, S sequence, c composite type
};

/// The relation of that name; with no schema, the first in the path. An empty name where there is
/// none. Throws NotModelled where the catalog says that it does not know the relation.
RelationInfo FindRelation(Context& context, const WrittenName& name);
/// The columns of a relation, in order.
std::vector<Field> RelationColumns(Context& context, const QualifiedName& name);

/// The type that a name means; 0 for none. Without a schema, the first in the path.
TypeId FindType(Context& context, const WrittenName& name);
/// A type name of the grammar, with its modifiers. Throws 42704, or whatever the modifiers are
/// refused with.
TypeId ResolveTypeName(Context& context, const ast::TypeName& name, int32_t* typmod);

/// A collation; pg_catalog's are assumed to exist where that depends on the machine. Throws 42704.
QualifiedName ResolveCollation(Context& context, const ast::List& name, int location);

/// The parts of a dotted name; a database name in front must be the current one.
WrittenName NameFromList(Context& context, const ast::List& list, int location);
/// The same from text, as regclass and its kin read it: identifiers are folded unless quoted.
/// The texts live in *storage. Throws 42602 where it is no name.
WrittenName NameFromText(std::string_view text, std::vector<std::string>* storage);

}  // namespace schemadiff::sema
