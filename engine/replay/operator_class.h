// Operator classes: which one an index uses for a column, and what it can compare.
//
// Facts from indexcmds.c (GetDefaultOpClass, ResolveOpClass) and parse_coerce.c
// (IsBinaryCoercible) of the server's source.
#pragma once

#include <string_view>

#include "engine/pg/builtins.h"
#include "engine/replay/context.h"
#include "engine/replay/type_lookup.h"

namespace schemadiff::replay {

/// What an access method can do with an index.
struct AccessMethodFacts {
  bool unique = false;
  bool include = false;
  bool multicolumn = true;
  bool exclusion = true;
  bool order = false;
  bool known = false;  ///< false: an extension's, of which everything may be asked
};
AccessMethodFacts FactsOfAccessMethod(std::string_view method, int major);
/// The server's own index access method whose code the method runs: itself, or that of the handler
/// of one of the catalog; empty where that is not known.
std::string_view MethodOfHandler(const Context& cx, Name method);
/// Throws 42704 where there is no such access method, 42809 where it is not one of tables.
void RequireTableMethod(const Context& cx, Name method);

/// Whether values of the type are values of the other without any conversion.
bool BinaryCoercible(const Context& cx, const ResolvedType& given, TypeId to);

/// The type's default operator class; null where it has none. `*known` becomes false for an
/// extension's type or access method, of which the catalog cannot tell.
const BuiltinOperatorClass* DefaultOperatorClass(const Context& cx, const ResolvedType& given,
                                                 std::string_view method, bool* known);

/// What an index key holds for a named operator class: empty where it is the type's default one,
/// unless it `has_options`. 42704 where there is none, 42804 where it does not take the type
/// (`type` null: not known).
QualifiedName ResolveOperatorClass(const Context& cx, const ast::List& name,
                                   const ResolvedType* type, std::string_view method,
                                   int32_t location, bool has_options = false);

/// The operator of a family that takes these types, by its strategy number; null for none.
const BuiltinFamilyOperator* FamilyMember(const Context& cx, const BuiltinOperatorClass& opclass,
                                          TypeId left, TypeId right, int strategy);

/// Whether all operators that there can be are the server's own.
bool OnlyBuiltinOperators(const Context& cx);

/// Throws 42883 or 42809 where an exclusion constraint cannot use the operator for a key of the
/// type (of empty name: not known). `opclass` is the key's own, if any.
void CheckExclusionOperator(const Context& cx, const TypeRef& type, std::string_view method,
                            const QualifiedName& opclass, const ast::ListNode& op);

/// The id of a type of the server's own (array types included); 0 for any other type.
TypeId BuiltinTypeId(const ResolvedType& type);

/// A new default class for the type: indexes that have keys of it are printed with the class that
/// they were made with, which is not held; says so, and marks them as unknown.
void DoubtIndexesOfType(Context& cx, Name method, const TypeRef& type);

}  // namespace schemadiff::replay
