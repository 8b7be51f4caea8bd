// Finding functions, procedures and aggregates by name and argument types.
//
// Facts from namespace.c (FuncnameGetCandidates) and parse_func.c (LookupFuncName,
// LookupFuncWithArgs) of the server's source.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/pg/builtins.h"
#include "engine/replay/context.h"
#include "engine/replay/lookup.h"
#include "engine/replay/type_lookup.h"

namespace schemadiff::replay {

/// A routine, wherever its facts are.
struct Routine {
  QualifiedName name;
  char kind = 'f';  ///< f function, p procedure, a aggregate, w window function
  std::vector<TypeRef> inputs;
  TypeRef result;  ///< "void" for a procedure without output arguments
  bool returns_set = false;
  bool strict = false;
  char volatility = 'v';           ///< i, s or v
  ObjectId object = kNoObject;     ///< a routine of the catalog
  ObjectId extension = kNoObject;  ///< one that an extension made
};

/// The routines that a name may mean: by search_path, or in its schema; of those with the same
/// input types only the first. `*perhaps_more`: whether there may be others that the catalog does
/// not hold.
std::vector<Routine> FindRoutines(const Context& cx, const StatedName& name, bool* perhaps_more);

/// The function (never a procedure) of exactly these argument types; nothing where there is none.
/// Throws NotModelled where there may be one that the catalog does not hold.
std::optional<Routine> FindFunction(const Context& cx, const ast::List& name,
                                    const std::vector<TypeRef>& arguments);
/// The same, with 42883 where there is none.
Routine RequireFunction(const Context& cx, const ast::List& name,
                        const std::vector<TypeRef>& arguments);

/// What DROP, ALTER and COMMENT name. `type` is OBJECT_FUNCTION, OBJECT_PROCEDURE, OBJECT_ROUTINE
/// or OBJECT_AGGREGATE. Without a value only where `missing_ok`. Throws 42883, 42725 or 42809.
std::optional<Routine> FindRoutine(const Context& cx, ast::ObjectType type,
                                   const ast::ObjectWithArgs& name, bool missing_ok);

/// The same for statements that can only mean a routine of the catalog: NotModelled for an
/// extension's, 42501 for one of the server itself.
ObjectId RequireOwnRoutine(const Context& cx, ast::ObjectType type,
                           const ast::ObjectWithArgs& name);

/// "name(integer, text)", as error messages have it (func_signature_string).
std::string RoutineText(const Context& cx, const ast::List& name,
                        const std::vector<TypeRef>& arguments);

/// A type's name as the statement has it (TypeNameToString).
std::string TypeNameText(const ast::TypeName& name);

/// pg_type.typtype: b, c, d, e, m, p or r; 0 for an extension's type of which only the name is
/// known.
char TypeKind(const Context& cx, const ResolvedType& type);
/// The id of a pseudo-type; 0 for any other type.
TypeId PseudoTypeId(const ResolvedType& type);
inline bool IsPseudoType(const ResolvedType& type) { return PseudoTypeId(type) != 0; }
/// Whether it is one of anyelement, anyarray, anycompatible, ...
bool IsPolymorphic(TypeId type);

}  // namespace schemadiff::replay
