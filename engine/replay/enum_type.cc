// CREATE TYPE ... AS ENUM and ALTER TYPE ... ADD VALUE, RENAME VALUE.
//
// Facts from typecmds.c and pg_enum.c of the server's source.
#include <algorithm>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/replay/handlers.h"
#include "engine/replay/relation.h"
#include "engine/replay/routine.h"
#include "engine/replay/stored_expressions.h"
#include "engine/replay/types.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

void CheckLabel(std::string_view label) {
  if (label.size() > kMaxIdentifierBytes) {
    throw PgError(sqlstate::kInvalidName, StrCat("invalid enum label \"", label, "\""));
  }
}

[[noreturn]] void ThrowNoLabel(std::string_view label) {
  throw PgError(sqlstate::kInvalidParameterValue,
                StrCat("\"", label, "\" is not an existing enum label"));
}

[[noreturn]] void ThrowLabelExists(std::string_view label) {
  throw PgError(sqlstate::kDuplicateObject, StrCat("enum label \"", label, "\" already exists"));
}

}  // namespace

void CreateEnum(Context& cx, const ast::CreateEnumStmt& stmt) {
  const QualifiedName name = NewTypeName(cx, stmt.typeName);
  EnumType type;
  StringSet seen;
  for (const std::string_view label : Strings(stmt.vals)) {
    CheckLabel(label);
    if (!seen.emplace(label).second) {
      throw PgError("23505",
                    "duplicate key value violates unique constraint \"pg_enum_typid_label_index\"");
    }
    type.labels.emplace_back(label);
  }
  cx.catalog.Create(KeyFor<EnumType>(name.schema, name.name), std::move(type), kNoObject,
                    cx.Origin());
}

void AlterEnum(Context& cx, const ast::AlterEnumStmt& stmt) {
  ast::TypeName type_name;
  type_name.names = stmt.typeName;
  const ResolvedType resolved = ResolveType(cx, type_name);
  if (TypeKind(cx, resolved) == 0) {
    throw NotModelled(
        StrCat("a change of the type ", TypeText(cx, resolved.ref), ", which is an extension's"));
  }
  if (TypeKind(cx, resolved) != 'e') {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat(TypeText(cx, resolved.ref), " is not an enum"));
  }
  const ObjectId id = resolved.object;
  const auto* type = cx.catalog.Get(id).TryAs<EnumType>();
  std::vector<std::string> labels = type->labels;
  CheckLabel(stmt.newVal);
  const auto existing = std::ranges::find(labels, stmt.newVal);
  if (stmt.oldVal.data() != nullptr) {  // RENAME VALUE
    const auto old = std::ranges::find(labels, stmt.oldVal);
    if (old == labels.end()) ThrowNoLabel(stmt.oldVal);
    if (existing != labels.end()) ThrowLabelExists(stmt.newVal);
    *old = stmt.newVal;
    Renaming renaming;
    renaming.label = {NameOf(cx.catalog.Get(id)), std::string(stmt.oldVal),
                      std::string(stmt.newVal)};
    FollowInDependents(cx, id, {}, renaming, StrCat("label ", stmt.oldVal, " was renamed"));
  } else {
    if (existing != labels.end()) {
      if (stmt.skipIfNewValExists) return;
      ThrowLabelExists(stmt.newVal);
    }
    auto place = labels.end();
    if (stmt.newValNeighbor.data() != nullptr) {
      place = std::ranges::find(labels, stmt.newValNeighbor);
      if (place == labels.end()) ThrowNoLabel(stmt.newValNeighbor);
      if (stmt.newValIsAfter) ++place;
    }
    labels.insert(place, std::string(stmt.newVal));
  }
  cx.catalog.Set(id, &EnumType::labels, std::move(labels), cx.Origin());
}

}  // namespace schemadiff::replay
