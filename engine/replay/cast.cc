// CREATE CAST and DROP CAST. Casts are no objects of the catalog, but expressions depend on them.
// Facts from functioncmds.c (CreateCast) of the server's source.
#include "engine/replay/cast.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/routine.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/types.h"
#include "engine/replay/unmodelled.h"

namespace schemadiff::replay {
namespace {

bool SameType(const TypeRef& a, const TypeRef& b) {
  return a.schema == b.schema && a.name == b.name && a.array == b.array;
}

bool IsBuiltinCast(const Context& cx, const TypeRef& source, const TypeRef& target) {
  if (source.array || target.array) return false;
  const BuiltinType* from = cx.builtins.FindType(source.schema, source.name);
  const BuiltinType* to = cx.builtins.FindType(target.schema, target.name);
  return from != nullptr && to != nullptr && cx.builtins.FindCast(from->id, to->id) != nullptr;
}

char ContextLetter(ast::CoercionContext context) {
  switch (context) {
    case ast::CoercionContext::COERCION_IMPLICIT:
      return 'i';
    case ast::CoercionContext::COERCION_ASSIGNMENT:
      return 'a';
    default:
      return 'e';
  }
}

bool Concerns(const Context& cx, const CastNote& cast, ObjectId id) {
  const ObjectKey& key = cx.catalog.Get(id).key;
  if (cast.function == key) return true;
  const auto is = [&](const TypeRef& type) {
    return type.schema == key.schema && type.name == key.name &&
           TypeIn(cx.catalog, type.schema, type.name) == id;
  };
  return is(cast.source) || is(cast.target);
}

}  // namespace

void CreateCast(Context& cx, const ast::CreateCastStmt& stmt) {
  CastNote cast;
  cast.source = ResolveType(cx, *stmt.sourcetype).ref;
  cast.target = ResolveType(cx, *stmt.targettype).ref;
  cast.context = ContextLetter(stmt.context);
  cast.method = stmt.inout ? 'i' : stmt.func == nullptr ? 'b' : 'f';
  if (stmt.func != nullptr) {
    const std::optional<Routine> routine =
        FindRoutine(cx, ast::ObjectType::OBJECT_FUNCTION, *stmt.func, /*missing_ok=*/false);
    if (routine && routine->object != kNoObject)
      cast.function = cx.catalog.Get(routine->object).key;
  }
  const bool known = std::ranges::any_of(cx.catalog.notes.casts, [&](const CastNote& other) {
    return SameType(other.source, cast.source) && SameType(other.target, cast.target);
  });
  if (known || IsBuiltinCast(cx, cast.source, cast.target)) {
    throw PgError(sqlstate::kDuplicateObject,
                  StrCat("cast from type ", TypeText(cx, cast.source), " to type ",
                         TypeText(cx, cast.target), " already exists"));
  }
  cx.catalog.notes.casts.push_back(cast);
  NoteUnmodelled(cx, "cast", 1);
}

void DropCast(Context& cx, const ast::List& types, bool missing_ok) {
  const auto resolve = [&](const ast::Node* node) -> std::optional<TypeRef> {
    try {
      return ResolveType(cx, *ast::Cast<ast::TypeName>(node)).ref;
    } catch (const PgError&) {
      if (!missing_ok) throw;
      return std::nullopt;
    }
  };
  const std::optional<TypeRef> source = resolve(types[0]);
  const std::optional<TypeRef> target = resolve(types[1]);
  if (!source || !target) return;
  const size_t dropped = std::erase_if(cx.catalog.notes.casts, [&](const CastNote& cast) {
    return SameType(cast.source, *source) && SameType(cast.target, *target);
  });
  if (dropped > 0) {
    NoteUnmodelled(cx, "cast", -1);
  } else if (IsBuiltinCast(cx, *source, *target)) {
    throw NotModelled("dropping a cast of the server's own");
  } else if (!missing_ok) {
    throw PgError(sqlstate::kUndefinedObject,
                  StrCat("cast from type ", TypeText(cx, *source), " to type ",
                         TypeText(cx, *target), " does not exist"));
  }
}

std::string CastThatNeeds(const Context& cx, ObjectId id) {
  for (const CastNote& cast : cx.catalog.notes.casts) {
    if (!Concerns(cx, cast, id)) continue;
    return StrCat("cast from ", TypeText(cx, cast.source), " to ", TypeText(cx, cast.target));
  }
  return {};
}

void DropCastsOf(Context& cx, ObjectId id) {
  const size_t dropped = std::erase_if(
      cx.catalog.notes.casts, [&](const CastNote& cast) { return Concerns(cx, cast, id); });
  if (dropped > 0) NoteUnmodelled(cx, "cast", -static_cast<int>(dropped));
}

void FollowInCasts(Context& cx, const ObjectKey& from, const ObjectKey& to) {
  for (CastNote& cast : cx.catalog.notes.casts) {
    if (cast.function == from) cast.function = to;
    if (!from.table.empty() || !from.signature.empty()) continue;  // no type
    for (TypeRef* type : {&cast.source, &cast.target}) {
      if (type->schema == from.schema && type->name == from.name) {
        type->schema = to.schema;
        type->name = to.name;
      }
    }
  }
  if (!from.table.empty() || !from.signature.empty()) return;
  for (OperatorNote& op : cx.catalog.notes.operators) {
    for (TypeRef* type : {&op.left, &op.right}) {
      if (type->schema == from.schema && type->name == from.name) {
        type->schema = to.schema;
        type->name = to.name;
      }
    }
  }
}

}  // namespace schemadiff::replay
