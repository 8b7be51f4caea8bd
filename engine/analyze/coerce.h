// Conversions between types: which exist, and the nodes that perform them.
//
// Rules from PostgreSQL's parse_coerce.c and its documentation, chapter "Type Conversion".
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/analyze/context.h"

namespace schemadiff::sema {

enum class CoercionContext : uint8_t { kImplicit, kAssignment, kExplicit };

enum class Pathway : uint8_t { kNone, kFunction, kRelabel, kArray, kIo };
struct CastPath {
  Pathway pathway = Pathway::kNone;
  const BuiltinProc* function = nullptr;     ///< null for an extension's cast by function
  const ExtensionCast* extension = nullptr;  ///< an extension's cast
  const Cast* own = nullptr;                 ///< a cast of the catalog
};

/// How a value of `source` becomes one of `target` in that context, if at all.
CastPath FindCoercion(Context& context, TypeId target, TypeId source, CoercionContext how);

/// Whether all inputs can become the targets. Polymorphic targets must fit together.
bool CanCoerce(Context& context, std::span<const TypeId> inputs, std::span<const TypeId> targets,
               CoercionContext how);
bool CanCoerce(Context& context, TypeId input, TypeId target, CoercionContext how);

/// Whether a value of `source` can be used as one of `target` without any conversion.
bool IsBinaryCoercible(Context& context, TypeId source, TypeId target);

/// The expression as a value of the target type, or null where there is no conversion. With a
/// typmod the length is enforced too.
Expr* CoerceToTarget(Context& context, Expr* expr, TypeId target, int32_t typmod,
                     CoercionContext how, Form form, int location);
/// The same without length enforcement; the conversion must exist.
Expr* CoerceType(Context& context, Expr* expr, TypeId target, int32_t typmod, CoercionContext how,
                 Form form, int location);

/// For operands of AND, conditions of CASE, CHECK and the like. Throws 42804.
Expr* CoerceToBoolean(Context& context, Expr* expr, std::string_view construct);
/// For arguments that must have a certain type. Throws 42804.
Expr* CoerceToSpecific(Context& context, Expr* expr, TypeId target, std::string_view construct);

/// The one type that all expressions can have, as UNION, CASE, ARRAY and others need it. Throws
/// 42804 where there is none; with an empty `construct` returns 0 instead.
TypeId SelectCommonType(Context& context, std::span<Expr* const> exprs, std::string_view construct);
TypeId SelectCommonType(Context& context, std::span<const TypeId> types, bool no_error);
/// Whether all can implicitly become that type.
bool VerifyCommonType(Context& context, TypeId common, std::span<Expr* const> exprs);
/// The typmod that all have, or -1.
int32_t SelectCommonTypmod(std::span<Expr* const> exprs, TypeId common);
/// Throws 42846.
Expr* CoerceToCommon(Context& context, Expr* expr, TypeId common, std::string_view construct);

/// Whether the actual types fit the declared ones of a polymorphic signature.
bool CheckGenericConsistency(Context& context, std::span<const TypeId> actual,
                             std::span<const TypeId> declared);
/// Replaces the polymorphic types in `declared` by actual ones and returns the actual result type.
/// Throws 42804.
TypeId EnforceGenericConsistency(Context& context, std::span<const TypeId> actual,
                                 std::vector<TypeId>* declared, TypeId result);

/// A constant of the type, from its text as the type's input function reads it.
Expr* MakeConst(Context& context, TypeId type, std::string text, int location = -1);
Expr* MakeBoolConst(Context& context, bool value);
Expr* MakeIntConst(Context& context, int32_t value);

}  // namespace schemadiff::sema
