#include "engine/replay/types.h"

#include <set>

#include "engine/base/strings.h"
#include "engine/replay/lookup.h"
#include "engine/replay/routine.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {

void CheckNewTypeName(const Context& cx, Name schema, Name name) {
  bool taken = TypeIn(cx.catalog, schema, name) != kNoObject;
  cx.catalog.ForEachOfKind(KindOf<RangeType>, [&](ObjectId id) {
    const auto& range = cx.catalog.Get(id).As<RangeType>();
    taken = taken || range.multirange == QualifiedName{schema, name};
  });
  // Until PostgreSQL 13 sequences have row types, too.
  taken = taken || (cx.major() < 14 && cx.catalog.Find(KeyFor<Sequence>(schema, name)) != nullptr);
  if (taken) {
    throw PgError(sqlstate::kDuplicateObject, StrCat("type \"", name, "\" already exists"));
  }
}

QualifiedName NewTypeName(const Context& cx, const ast::List& names) {
  const StatedName stated(names);
  const Name schema = CreationSchema(cx, stated);
  CheckNewTypeName(cx, schema, stated.name);
  return {schema, stated.name};
}

ObjectId RequireType(const Context& cx, const ast::List& names, bool* is_array) {
  ast::TypeName type_name;
  type_name.names = names;
  const ResolvedType type = ResolveType(cx, type_name);
  *is_array = type.ref.array;
  if (type.object != kNoObject) {
    // A multirange type lives and dies with its range.
    if (TypeKind(cx, type) == 'm') {
      throw NotModelled(StrCat("a change of the multirange type ", TypeText(cx, type.ref)));
    }
    return type.object;
  }
  throw NotModelled(StrCat("a change of the type ", TypeText(cx, type.ref), ", which is ",
                           type.builtin != nullptr ? "the server's own" : "an extension's"));
}

ObjectId RequireDomain(const Context& cx, const ast::List& names) {
  ast::TypeName type_name;
  type_name.names = names;
  const ResolvedType type = ResolveType(cx, type_name);
  if (TypeKind(cx, type) == 0) {
    throw NotModelled(
        StrCat("a change of the type ", TypeText(cx, type.ref), ", which is an extension's"));
  }
  if (TypeKind(cx, type) != 'd') {
    throw PgError(sqlstate::kWrongObjectType, StrCat(TypeText(cx, type.ref), " is not a domain"));
  }
  if (type.object == kNoObject) {
    throw NotModelled(
        StrCat("a change of the type ", TypeText(cx, type.ref), ", which is the server's own"));
  }
  return type.object;
}

TypeRef TypeRefOf(const Object& type) { return {type.key.schema, type.key.name, {}, false}; }

namespace {

void CheckNotStored(const Context& cx, ObjectId type, std::string_view name,
                    std::set<ObjectId>* seen) {
  if (!seen->insert(type).second) return;
  for (const Dependency& dependent : cx.catalog.Dependents(type)) {
    if (!dependent.column.empty()) continue;  // a generated column, of the table's own columns
    const Object& object = cx.catalog.Get(dependent.object);
    if (object.key.kind == KindOf<Domain> || object.key.kind == KindOf<RangeType>) {
      CheckNotStored(cx, dependent.object, name, seen);
      continue;
    }
    if (object.key.kind != KindOf<Column>) continue;
    // A column may also refer to a relation otherwise than by its row type: by a regclass constant.
    const Object& used = cx.catalog.Get(type);
    const TypeRef& stated = object.As<Column>().type;
    if (IsRelation(used) && (stated.schema != used.key.schema || stated.name != used.key.name)) {
      continue;
    }
    const Object& relation = cx.catalog.Get(object.parent);
    if (relation.key.kind == KindOf<Table> || relation.key.kind == KindOf<MaterializedView>) {
      throw PgError(sqlstate::kFeatureNotSupported,
                    StrCat("cannot alter type \"", name, "\" because column \"", relation.key.name,
                           ".", object.key.name, "\" uses it"));
    }
    CheckNotStored(cx, object.parent, name, seen);
  }
}

void CheckNotContained(const Context& cx, ObjectId domain, std::string_view name) {
  for (const Dependency& dependent : cx.catalog.Dependents(domain)) {
    const Object& object = cx.catalog.Get(dependent.object);
    if (object.key.kind == KindOf<Domain>) {
      if (object.As<Domain>().base_type.array) {
        CheckTypeNotStored(cx, dependent.object, name);
      } else {
        CheckNotContained(cx, dependent.object, name);
      }
    } else if (object.key.kind == KindOf<RangeType>) {
      CheckTypeNotStored(cx, dependent.object, name);
    } else if (object.key.kind == KindOf<Column>) {
      const Object& relation = cx.catalog.Get(object.parent);
      if (object.As<Column>().type.array && relation.key.kind != KindOf<CompositeType> &&
          relation.key.kind != KindOf<View>) {
        throw PgError(sqlstate::kFeatureNotSupported,
                      StrCat("cannot alter type \"", name, "\" because column \"",
                             relation.key.name, ".", object.key.name, "\" uses it"));
      }
      CheckTypeNotStored(cx, object.parent, name);
    }
  }
}

}  // namespace

void CheckDomainNotContained(const Context& cx, ObjectId domain) {
  const std::string name = TypeText(cx, TypeRefOf(cx.catalog.Get(domain)));
  CheckNotContained(cx, domain, name);
}

void CheckTypeNotStored(const Context& cx, ObjectId type, std::string_view name) {
  std::set<ObjectId> seen;
  CheckNotStored(cx, type, name, &seen);
}

}  // namespace schemadiff::replay
