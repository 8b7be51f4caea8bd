// Objects of schemas that are neither relations nor types nor routines: collations, conversions,
// operators with their classes and families, and what belongs to text search.
//
// Facts from namespace.c and objectaddress.c of the server's source.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/pg/builtins.h"
#include "engine/replay/aggregate_clauses.h"
#include "engine/replay/context.h"
#include "engine/replay/lookup.h"

namespace schemadiff::replay {

/// What a name means, wherever it is.
struct NamedObject {
  QualifiedName name;
  ObjectId object = kNoObject;     ///< one of the catalog
  ObjectId extension = kNoObject;  ///< an extension's
  bool builtin() const { return object == kNoObject && extension == kNoObject; }
};

/// The kind that catalogs have for the type; kNoKind where it is none of these.
Kind KindOfNamed(ast::ObjectType type);

/// The object of that type by search_path; nothing where there is none. `method` is the access
/// method of an operator class or family. Throws NotModelled where there may be one that is not
/// known.
std::optional<NamedObject> FindNamedObject(const Context& cx, ast::ObjectType type,
                                           const ast::List& name, Name method = {});
/// The same, with 42704 where there is none.
NamedObject RequireNamedObject(const Context& cx, ast::ObjectType type, const ast::List& name,
                               Name method = {});

/// The key of an object of that type.
ObjectKey KeyOfNamed(ast::ObjectType type, Name schema, Name name, Name method = {});

/// Where CREATE makes an object of the type. 42710 where the name is taken.
QualifiedName NewObjectName(const Context& cx, ast::ObjectType type, const ast::List& name,
                            Name method = {});

/// DROP, COMMENT and others: kNoObject where `missing_ok` and there is none; 2BP01 for one that is
/// not the catalog's where `to_drop`, kNoObject otherwise.
ObjectId FindNamedForStatement(const Context& cx, ast::ObjectType type, const ast::Node& node,
                               bool missing_ok);

/// An operator, wherever its facts are.
struct FoundOperator {
  QualifiedName name;
  TypeRef left;
  TypeRef right;
  TypeRef result;  ///< of no name for a shell
  ObjectId object = kNoObject;
  ObjectId extension = kNoObject;
  const BuiltinOperator* builtin = nullptr;
};

/// The operator of exactly these operands (`left` of no name: a prefix operator).
std::optional<FoundOperator> FindOperator(const Context& cx, const ast::List& name,
                                          const TypeRef& left, const TypeRef& right);
/// What DROP, ALTER and others name. 42883 where there is none, unless `missing_ok`.
std::optional<FoundOperator> FindOperator(const Context& cx, const ast::ObjectWithArgs& name,
                                          bool missing_ok);

/// Makes the dependency on a named object, a routine or an operator, wherever it is.
void DependOn(Context& cx, ObjectId dependent, ObjectId object, ObjectId extension,
              DependencyType type = DependencyType::kNormal);

/// Casts and transforms, as DROP and COMMENT name them; kNoObject as FindNamedForStatement.
ObjectId FindCast(const Context& cx, const ast::List& types, bool missing_ok);
ObjectId FindTransform(const Context& cx, const ast::List& type_and_language, bool missing_ok);
/// Languages and access methods likewise.
ObjectId FindLanguage(const Context& cx, std::string_view name, bool missing_ok);
ObjectId FindAccessMethod(const Context& cx, std::string_view name, bool missing_ok);

}  // namespace schemadiff::replay
