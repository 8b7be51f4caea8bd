#include "engine/replay/owner.h"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/dependency.h"
#include "engine/catalog/ownership.h"
#include "engine/catalog/privileges.h"
#include "engine/replay/acl.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/object_address.h"
#include "engine/replay/relation.h"
#include "engine/replay/roles.h"
#include "engine/replay/types.h"

namespace schemadiff::replay {
namespace {

// The relation whose column owns the sequence; kNoObject where none does.
ObjectId OwnerOfSequence(const Catalog& catalog, ObjectId id) {
  const auto* sequence = catalog.Get(id).TryAs<Sequence>();
  if (sequence == nullptr) return kNoObject;
  const ColumnName& by = sequence->owned_by;
  return by.empty() ? kNoObject : RelationIn(catalog, by.schema, by.table);
}

// What default privileges give those who have any of what the role makes in the schema.
void GrantDefaults(Context& cx, ObjectId id, Name role) {
  Catalog& catalog = cx.catalog;
  const ObjectKey key = catalog.Get(id).key;
  const AclClass of = AclClassOf(key.kind);
  const std::string_view objects = DefaultPrivilegesObjects(of);
  bool any = false;
  catalog.ForEachOfKind(KindOf<DefaultPrivileges>, [&](ObjectId) { any = true; });
  // Made anew, schema public has not what initdb granted on it.
  const bool special = key == KeyFor<Schema>("public");
  if ((!any && !special) || objects.empty()) return;
  Acl acl = DefaultPrivilegesOf(catalog, {role, {}, objects});
  if (!key.schema.empty()) {
    acl = MergeAcl(std::move(acl), DefaultPrivilegesOf(catalog, {role, key.schema, objects}));
  }
  // Of lists that say nothing at all, the server makes none, and what holds is what held without.
  if (acl.empty() && !special) return;
  SetAcl(&catalog, id, acl, catalog.Get(id).origin);
}

}  // namespace

void OwnNewObjects(Context& cx) {
  Catalog& catalog = cx.catalog;
  const ObjectId end = catalog.end_id();
  const Name role = CurrentRole(cx);
  for (ObjectId id = std::min(cx.owned_until, end); id < end; ++id) {
    if (!catalog.IsLive(id) || !HasOwner(catalog.Get(id).key.kind)) continue;
    const ObjectId table = OwnerOfSequence(catalog, id);
    const Name owner =
        table == kNoObject || table >= cx.owned_until ? role : OwnerOf(catalog.Get(table));
    if (!owner.empty()) SetOwner(&catalog, id, owner, catalog.Get(id).origin);
    GrantDefaults(cx, id, owner);
  }
  cx.owned_until = catalog.end_id();
}

void ChangeOwner(Context& cx, ObjectId id, Name owner, OriginId origin) {
  Catalog& catalog = cx.catalog;
  if (OwnerOf(catalog.Get(id)) == owner && !owner.empty()) {
    SetOwner(&catalog, id, owner, origin);
    return;
  }
  SetOwner(&catalog, id, owner, origin);
  if (owner.empty()) return;
  std::vector<ObjectId> granted = {id};
  for (const ObjectId part : catalog.Children(id)) {
    if (catalog.Get(part).TryAs<Column>() != nullptr) granted.push_back(part);
  }
  for (const ObjectId each : granted) {
    if (AclClassOf(catalog.Get(each).key.kind) == AclClass::kNone) continue;
    SetAcl(&catalog, each, AclForOwner(AclOf(catalog, each), owner), origin);
  }
  const Object& object = catalog.Get(id);
  if (object.TryAs<Table>() == nullptr) return;
  std::vector<ObjectId> sequences;
  for (const Dependency& dependent : catalog.Dependents(id)) {
    if (OwnerOfSequence(catalog, dependent.object) == id) sequences.push_back(dependent.object);
  }
  for (const ObjectId sequence : sequences) ChangeOwner(cx, sequence, owner, origin);
}

void ChangeRelationOwner(Context& cx, ObjectId relation, const ast::RoleSpec& owner) {
  const Object& object = cx.catalog.Get(relation);
  const Name role = RoleOf(cx, owner);
  if (!HasOwner(object.key.kind)) {
    const ObjectId table = object.TryAs<Index>() != nullptr || object.TryAs<Constraint>() != nullptr
                               ? object.parent
                               : kNoObject;
    const auto* parent = table == kNoObject ? nullptr : cx.catalog.Get(table).TryAs<Table>();
    if (parent != nullptr && !parent->partition_key.empty()) {
      throw PgError(sqlstate::kWrongObjectType,
                    StrCat("cannot change owner of index \"", object.key.name, "\""));
    }
    // Of another index there is only a warning.
    return;
  }
  const Name before = OwnerOf(object);
  if (const ObjectId table = OwnerOfSequence(cx.catalog, relation);
      table != kNoObject && !before.empty() && before != role) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("cannot change owner of sequence \"", object.key.name, "\""));
  }
  ChangeOwner(cx, relation, role, cx.Origin());
}

namespace {

// The type of ALTER TYPE and ALTER DOMAIN.
ObjectId TypeToGive(Context& cx, const ast::AlterOwnerStmt& stmt) {
  const ast::List& names = ast::Cast<ast::ListNode>(stmt.object)->items;
  if (stmt.objectType == ast::ObjectType::OBJECT_DOMAIN) return RequireDomain(cx, names);
  bool is_array = false;
  const ObjectId type = RequireType(cx, names, &is_array);
  const Object& object = cx.catalog.Get(type);
  if (is_array) {
    TypeRef array = TypeRefOf(object);
    array.array = true;
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("cannot alter array type ", TypeText(cx, array)));
  }
  if (AclClassOf(object.key.kind) == AclClass::kRelation) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat(TypeText(cx, TypeRefOf(object)), " is a table's row type"));
  }
  return type;
}

// Some objects may belong to superusers alone. None of the server's own roles, whose prefix nobody
// else's may have, is one.
void RequireSuperuser(const Context& cx, ast::ObjectType type, Name owner, Name object) {
  std::string_view noun;
  if (type == ast::ObjectType::OBJECT_EVENT_TRIGGER) noun = "event trigger";
  if (type == ast::ObjectType::OBJECT_FDW) noun = "foreign-data wrapper";
  if (type == ast::ObjectType::OBJECT_SUBSCRIPTION && cx.major() < 16) noun = "subscription";
  if (noun.empty()) return;
  const RoleNote* note = FindRole(cx, owner);
  const bool other = owner.str().starts_with("pg_") || (note != nullptr && !note->superuser);
  if (!other) return;
  throw PgError("42501",
                StrCat("permission denied to change owner of ", noun, " \"", object, "\""));
}

}  // namespace

void AlterOwner(Context& cx, const ast::AlterOwnerStmt& stmt) {
  OwnNewObjects(cx);
  const Name owner = RoleOf(cx, *stmt.newowner);
  if (IsOutsideSchemas(stmt.objectType)) {
    cx.CountUncompared("owners of objects of kinds that are not compared");
    return;
  }
  const bool type = stmt.objectType == ast::ObjectType::OBJECT_TYPE ||
                    stmt.objectType == ast::ObjectType::OBJECT_DOMAIN;
  const ObjectId id =
      type ? TypeToGive(cx, stmt) : FindOwnObject(cx, stmt.objectType, *stmt.object);
  if (id == kNoObject) {
    cx.CountUncompared("owners of the server's own objects are not compared");
    return;
  }
  RequireSuperuser(cx, stmt.objectType, owner, cx.catalog.Get(id).key.name);
  ChangeOwner(cx, id, owner, cx.Origin());
}

void ReassignOwned(Context& cx, const ast::ReassignOwnedStmt& stmt) {
  OwnNewObjects(cx);
  const Name to = RoleOf(cx, *stmt.newrole);
  for (const ast::Node* node : stmt.roles) {
    const Name from = RoleOf(cx, *ast::Cast<ast::RoleSpec>(node));
    for (ObjectId id = 0; id < cx.catalog.end_id(); ++id) {
      if (!cx.catalog.IsLive(id) || !HasOwner(cx.catalog.Get(id).key.kind)) continue;
      if (OwnerOf(cx.catalog.Get(id)) == from) ChangeOwner(cx, id, to, cx.Origin());
    }
  }
}

}  // namespace schemadiff::replay
