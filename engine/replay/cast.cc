// CREATE CAST. Facts from functioncmds.c (CreateCast) and pg_cast.c of the server's source.
#include <algorithm>
#include <string>
#include <utility>

#include "engine/analyze/analyzer.h"
#include "engine/base/strings.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/named_object.h"
#include "engine/replay/operator_class.h"
#include "engine/replay/routine.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

[[noreturn]] void Invalid(std::string_view message) {
  throw PgError(sqlstate::kInvalidObjectDefinition, std::string(message));
}

bool SameType(const TypeRef& a, const TypeRef& b) {
  return a.schema == b.schema && a.name == b.name && a.array == b.array;
}

bool IsBuiltinCast(const Context& cx, const TypeRef& source, const TypeRef& target) {
  if (source.array || target.array) return false;
  const BuiltinType* from = cx.builtins.FindType(source.schema, source.name);
  const BuiltinType* to = cx.builtins.FindType(target.schema, target.name);
  return from != nullptr && to != nullptr && cx.builtins.FindCast(from->id, to->id) != nullptr;
}

CastContext ContextOf(ast::CoercionContext context) {
  switch (context) {
    case ast::CoercionContext::COERCION_IMPLICIT:
      return CastContext::kImplicit;
    case ast::CoercionContext::COERCION_ASSIGNMENT:
      return CastContext::kAssignment;
    default:
      return CastContext::kExplicit;
  }
}

// Whether the one is used as the other without any conversion; also by casts of the catalog.
bool UsableAs(const Context& cx, const TypeRef& given, const TypeRef& wanted) {
  if (SameType(given, wanted)) return true;
  const ResolvedType from = ResolveRef(cx, given);
  const ResolvedType to = ResolveRef(cx, wanted);
  if (SameType(BaseType(cx, from).ref, wanted)) return true;
  if (const TypeId id = BuiltinTypeId(to); id != type_id::kInvalid) {
    if (BinaryCoercible(cx, from, id)) return true;
  }
  TypeRef base = BaseType(cx, from).ref;
  base.modifiers = {};
  const auto* cast = cx.catalog.FindPayload<Cast>(CastKey(base, wanted));
  return cast != nullptr && cast->method == CastMethod::kBinary &&
         cast->context == CastContext::kImplicit;
}

void CheckFunction(const Context& cx, const Routine& routine, const Cast& cast) {
  const size_t count = routine.inputs.size();
  if (count < 1 || count > 3) Invalid("cast function must take one to three arguments");
  if (!UsableAs(cx, cast.source, routine.inputs[0])) {
    Invalid("argument of cast function must match or be binary-coercible from source data type");
  }
  if (count > 1 && routine.inputs[1] != TypeRef{"pg_catalog", "int4", {}, false}) {
    Invalid("second argument of cast function must be type integer");
  }
  if (count > 2 && routine.inputs[2] != TypeRef{"pg_catalog", "bool", {}, false}) {
    Invalid("third argument of cast function must be type boolean");
  }
  if (!UsableAs(cx, routine.result, cast.target)) {
    Invalid(
        "return data type of cast function must match or be binary-coercible to target data "
        "type");
  }
  if (routine.kind != 'f') Invalid("cast function must be a normal function");
  if (routine.returns_set) Invalid("cast function must not return a set");
}

struct Physical {
  int length = -1;
  bool by_value = false;
  char alignment = 0;  // 0: not known
};

Physical PhysicalOf(const Context& cx, const ResolvedType& type) {
  if (type.object != kNoObject && !type.ref.array) {
    if (const auto* scalar = cx.catalog.Get(type.object).TryAs<ScalarType>()) {
      const char alignment = scalar->alignment == "char"   ? 'c'
                             : scalar->alignment == "int2" ? 's'
                             : scalar->alignment == "int4" ? 'i'
                                                           : 'd';
      return {scalar->length, scalar->by_value, alignment};
    }
  }
  if (type.builtin != nullptr && !type.ref.array) {
    return {type.builtin->length, type.builtin->by_value, 0};
  }
  return {};
}

void CheckBinary(const Context& cx, const ResolvedType& source, const ResolvedType& target) {
  if (source.extension == kNoObject && target.extension == kNoObject) {
    const Physical a = PhysicalOf(cx, source);
    const Physical b = PhysicalOf(cx, target);
    const auto plain = [&](const ResolvedType& type) {
      const char kind = TypeKind(cx, type);
      return (kind == 'b' || kind == 'p') && !type.ref.array;
    };
    if (plain(source) && plain(target) &&
        (a.length != b.length || a.by_value != b.by_value ||
         (a.alignment != 0 && b.alignment != 0 && a.alignment != b.alignment))) {
      Invalid("source and target data types are not physically compatible");
    }
  }
  const auto either = [&](char kind) {
    return TypeKind(cx, source) == kind || TypeKind(cx, target) == kind;
  };
  if (either('c')) Invalid("composite data types are not binary-compatible");
  if (source.ref.array || target.ref.array) Invalid("array data types are not binary-compatible");
  if (either('e')) Invalid("enum data types are not binary-compatible");
  if (either('d')) Invalid("domain data types must not be marked binary-compatible");
}

}  // namespace

void CreateCast(Context& cx, const ast::CreateCastStmt& stmt) {
  ResolvedType source = ResolveType(cx, *stmt.sourcetype);
  ResolvedType target = ResolveType(cx, *stmt.targettype);
  source.ref.modifiers = target.ref.modifiers = {};
  Cast cast;
  cast.source = source.ref;
  cast.target = target.ref;
  for (const auto& [type, which] : {std::pair(&source, "source"), std::pair(&target, "target")}) {
    if (!IsPseudoType(*type)) continue;
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat(which, " data type ", TypeText(cx, type->ref), " is a pseudo-type"));
  }
  cast.context = ContextOf(stmt.context);
  cast.method = stmt.inout             ? CastMethod::kInOut
                : stmt.func == nullptr ? CastMethod::kBinary
                                       : CastMethod::kFunction;
  std::optional<Routine> routine;
  if (stmt.func != nullptr) {
    routine = FindRoutine(cx, ast::ObjectType::OBJECT_FUNCTION, *stmt.func, /*missing_ok=*/false);
    CheckFunction(cx, *routine, cast);
    cast.function = routine->name;
    cast.function_arguments = routine->inputs;
  } else if (!stmt.inout) {
    CheckBinary(cx, source, target);
  }
  if (SameType(cast.source, cast.target) && cast.function_arguments.size() < 2) {
    Invalid("source data type and target data type are the same");
  }
  const ObjectKey key = CastKey(cast.source, cast.target);
  if (cx.catalog.Find(key) != nullptr || IsBuiltinCast(cx, cast.source, cast.target)) {
    throw PgError(sqlstate::kDuplicateObject,
                  StrCat("cast from type ", TypeText(cx, cast.source), " to type ",
                         TypeText(cx, cast.target), " already exists"));
  }
  const ObjectId id = cx.catalog.Create(key, cast, kNoObject, cx.Origin());
  DependOnType(cx, id, cast.source);
  DependOnType(cx, id, cast.target);
  if (routine) DependOn(cx, id, routine->object, routine->extension);
}

}  // namespace schemadiff::replay
