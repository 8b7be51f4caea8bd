// GRANT and REVOKE on objects, and ALTER DEFAULT PRIVILEGES.
//
// Facts from aclchk.c of the server's source.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/ownership.h"
#include "engine/catalog/privileges.h"
#include "engine/replay/acl.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/object_address.h"
#include "engine/replay/owner.h"
#include "engine/replay/relation.h"
#include "engine/replay/roles.h"
#include "engine/replay/routine.h"
#include "engine/replay/types.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

using ast::ObjectType;

constexpr std::string_view kInvalidGrantOperation = "0LP01";
constexpr std::string_view kOfServer = "privileges on the server's own objects are not compared";
constexpr std::string_view kOfExtension = "privileges on members of extensions are not compared";

struct ObjectClass {
  ObjectType type;
  AclClass of;
  std::string_view noun;  // of messages
};
constexpr std::array kClasses = {
    ObjectClass{ObjectType::OBJECT_TABLE, AclClass::kRelation, "relation"},
    ObjectClass{ObjectType::OBJECT_SEQUENCE, AclClass::kSequence, "sequence"},
    ObjectClass{ObjectType::OBJECT_FUNCTION, AclClass::kRoutine, "function"},
    ObjectClass{ObjectType::OBJECT_PROCEDURE, AclClass::kRoutine, "procedure"},
    ObjectClass{ObjectType::OBJECT_ROUTINE, AclClass::kRoutine, "routine"},
    ObjectClass{ObjectType::OBJECT_SCHEMA, AclClass::kSchema, "schema"},
    ObjectClass{ObjectType::OBJECT_TYPE, AclClass::kType, "type"},
    ObjectClass{ObjectType::OBJECT_DOMAIN, AclClass::kType, "domain"},
    ObjectClass{ObjectType::OBJECT_LANGUAGE, AclClass::kLanguage, "language"},
    ObjectClass{ObjectType::OBJECT_FDW, AclClass::kForeignDataWrapper, "foreign-data wrapper"},
    ObjectClass{ObjectType::OBJECT_FOREIGN_SERVER, AclClass::kServer, "foreign server"},
};

const ObjectClass* ClassOf(ObjectType type) {
  const auto* found = std::ranges::find(kClasses, type, &ObjectClass::type);
  return found == kClasses.end() ? nullptr : found;
}

[[noreturn]] void ThrowInvalidPrivilege(PrivilegeSet set, std::string_view noun) {
  int bit = 0;
  while ((set & (PrivilegeSet{1} << bit)) == 0) ++bit;
  throw PgError(kInvalidGrantOperation,
                StrCat("invalid privilege type ", PrivilegeName(bit), " for ", noun));
}

// The privileges that a statement names: of objects, and of columns.
struct Named {
  bool all = false;
  PrivilegeSet whole = 0;
  std::vector<std::pair<std::string_view, PrivilegeSet>> columns;
};

Named NamePrivileges(const Context& cx, const ast::GrantStmt& stmt, const ObjectClass& object) {
  Named named;
  named.all = stmt.privileges.empty();
  PrivilegeSet allowed = AllPrivileges(object.of, cx.major());
  // A sequence may be called a table.
  if (stmt.objtype == ObjectType::OBJECT_TABLE) {
    allowed |= AllPrivileges(AclClass::kSequence, cx.major());
  }
  for (const ast::Node* node : stmt.privileges) {
    const auto& privilege = *ast::Cast<ast::AccessPriv>(node);
    PrivilegeSet set = 0;
    if (!privilege.priv_name.empty()) {
      set = PrivilegeOfName(privilege.priv_name);
      if (set == 0) {
        throw PgError(sqlstate::kSyntaxError,
                      StrCat("unrecognized privilege type \"", privilege.priv_name, "\""));
      }
    }
    if (privilege.cols.empty()) {
      if ((set & ~allowed) != 0) ThrowInvalidPrivilege(set & ~allowed, object.noun);
      named.whole |= set;
      continue;
    }
    if (stmt.objtype != ObjectType::OBJECT_TABLE) {
      throw PgError(kInvalidGrantOperation, "column privileges are only valid for relations");
    }
    const PrivilegeSet of_columns = AllPrivileges(AclClass::kColumn, cx.major());
    if (privilege.priv_name.empty()) set = of_columns;
    if ((set & ~of_columns) != 0) ThrowInvalidPrivilege(set & ~of_columns, "column");
    for (const std::string_view column : Strings(privilege.cols)) {
      named.columns.emplace_back(column, set);
    }
  }
  return named;
}

// Roles as the statement names them; PUBLIC is kPublic. `*unknown`: one is CURRENT_USER, and it is
// not known who that is.
std::vector<Name> Grantees(const Context& cx, const ast::List& list, bool* unknown) {
  std::vector<Name> grantees;
  for (const ast::Node* node : list) {
    const auto& role = *ast::Cast<ast::RoleSpec>(node);
    if (role.roletype == ast::RoleSpecType::ROLESPEC_PUBLIC) {
      grantees.emplace_back(kPublic);
      continue;
    }
    grantees.push_back(RoleOf(cx, role));
    *unknown = *unknown || grantees.back().empty();
  }
  return grantees;
}

// Carries out one GRANT or REVOKE on object after object.
class Granter {
 public:
  Granter(Context& cx, const ast::GrantStmt& stmt)
      : cx_(cx), stmt_(stmt), grantees_(Grantees(cx, stmt.grantees, &unknown_)) {
    if (stmt.grant_option && stmt.is_grant &&
        std::ranges::find(grantees_, Name(kPublic)) != grantees_.end()) {
      throw PgError(kInvalidGrantOperation, "grant options can only be granted to roles");
    }
  }

  AclChange Change(Name owner) const {
    // The role that logged in is taken for the owner of what has no other one.
    if (unknown_ && !owner.empty()) {
      throw NotModelled("privileges of the current role, which is not known");
    }
    AclChange change;
    change.grant = stmt_.is_grant;
    change.grant_option = stmt_.grant_option;
    change.cascade = stmt_.behavior == ast::DropBehavior::DROP_CASCADE;
    for (const Name grantee : grantees_) change.grantees.push_back(InAcl(grantee, owner));
    return change;
  }

  void Apply(ObjectId id, Name owner, PrivilegeSet privileges, const Acl& more = {}) {
    if (privileges == 0) return;
    const Acl acl = AclOf(cx_.catalog, id);
    const Grantor grantor =
        SelectGrantor(cx_, MergeAcl(acl, more), owner, privileges, Describe(cx_, id));
    AclChange change = Change(owner);
    change.privileges = grantor.privileges;
    change.grantor = InAcl(grantor.role, owner);
    SetAcl(&cx_.catalog, id, ChangeAcl(acl, change), cx_.Origin());
  }

 private:
  Context& cx_;
  const ast::GrantStmt& stmt_;
  bool unknown_ = false;
  const std::vector<Name> grantees_;
};

AclClass ClassOfRelation(const Object& object) { return AclClassOf(object.key.kind); }

void CheckRelation(const ast::GrantStmt& stmt, const Object& object) {
  const auto wrong = [&](std::string_view is) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("\"", object.key.name, "\" ", is));
  };
  if (object.TryAs<Index>() != nullptr || object.TryAs<Constraint>() != nullptr) {
    wrong("is an index");
  }
  if (object.TryAs<CompositeType>() != nullptr) wrong("is a composite type");
  if (stmt.objtype == ObjectType::OBJECT_SEQUENCE && object.TryAs<Sequence>() == nullptr) {
    wrong("is not a sequence");
  }
}

void GrantOnRelation(Context& cx, Granter& granter, const ast::GrantStmt& stmt, const Named& named,
                     ObjectId id) {
  const Object object = cx.catalog.Get(id);
  CheckRelation(stmt, object);
  const PrivilegeSet all = AllPrivileges(ClassOfRelation(object), cx.major());
  const bool sequence = object.TryAs<Sequence>() != nullptr;
  PrivilegeSet whole = named.all ? all : named.whole;
  if ((whole & ~all) != 0 && !sequence) ThrowInvalidPrivilege(whole & ~all, "table");
  whole &= all;  // of a sequence, the rest is a warning
  const PrivilegeSet of_columns = AllPrivileges(AclClass::kColumn, cx.major());
  const Name owner = OwnerOf(object);
  const Acl before = AclOf(cx.catalog, id);
  std::vector<std::pair<ObjectId, PrivilegeSet>> columns;
  const auto add = [&](ObjectId column, PrivilegeSet set) {
    const auto found =
        std::ranges::find(columns, column, &std::pair<ObjectId, PrivilegeSet>::first);
    if (found == columns.end()) {
      columns.emplace_back(column, set);
    } else {
      found->second |= set;
    }
  };
  // What is revoked of the whole is revoked of each column, too.
  if (!stmt.is_grant && (whole & of_columns) != 0) {
    for (const ObjectId part : cx.catalog.Children(id)) {
      const bool column = cx.catalog.Get(part).TryAs<Column>() != nullptr;
      if (column && !AclOf(cx.catalog, part).empty()) add(part, whole & of_columns);
    }
  }
  for (const auto& [name, set] : named.columns) {
    if (IsSystemColumn(name)) {
      cx.CountUncompared("privileges on system columns are not compared");
      continue;
    }
    // Of a sequence's columns there is SELECT alone.
    if (sequence) {
      cx.CountUncompared("privileges on the columns of sequences are not compared");
      continue;
    }
    add(RequireColumn(cx, id, name), set);
  }
  granter.Apply(id, owner, whole);
  for (const auto& [column, set] : columns) granter.Apply(column, owner, set, before);
}

ObjectId FindTypeOf(Context& cx, const ast::GrantStmt& stmt, const ast::Node& node) {
  const ast::List& names = ast::Cast<ast::ListNode>(&node)->items;
  bool is_array = false;
  ast::TypeName name;
  name.names = names;
  const ResolvedType resolved = ResolveType(cx, name);
  if (resolved.builtin != nullptr) {
    cx.CountUncompared(kOfServer);
    return kNoObject;
  }
  if (resolved.object == kNoObject) {
    cx.CountUncompared(kOfExtension);
    return kNoObject;
  }
  const ObjectId id = RequireType(cx, names, &is_array);
  const Object& object = cx.catalog.Get(id);
  if (is_array) {
    throw PgError(kInvalidGrantOperation, "cannot set privileges of array types");
  }
  if (stmt.objtype == ObjectType::OBJECT_DOMAIN && object.TryAs<Domain>() == nullptr) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("\"", object.key.name, "\" is not a domain"));
  }
  if (AclClassOf(object.key.kind) != AclClass::kType) {
    throw NotModelled("privileges on the row type of a relation");
  }
  return id;
}

ObjectId FindRelationFor(Context& cx, const ast::RangeVar& name) {
  const StatedName stated(name);
  if (stated.schema == "pg_catalog" || stated.schema == "information_schema" ||
      (stated.schema.empty() && stated.name.starts_with("pg_") &&
       cx.builtins.FindRelation("pg_catalog", stated.name) != nullptr)) {
    cx.CountUncompared(kOfServer);
    return kNoObject;
  }
  return RequireRelation(cx, stated);
}

// A language that only superusers may use anyway has no privileges.
void RequireTrusted(const Context& cx, ObjectId id, const ast::Node& node) {
  const auto* text = ast::As<ast::String>(&node);
  const std::string_view name = text == nullptr ? std::string_view() : text->sval;
  const bool untrusted = id == kNoObject ? name == "c" || name == "internal"
                                         : !cx.catalog.Get(id).As<Language>().trusted;
  if (untrusted) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("language \"", name, "\" is not trusted"));
  }
}

// kNoObject where privileges on the object are not compared.
ObjectId FindTarget(Context& cx, const ast::GrantStmt& stmt, const ast::Node& node) {
  switch (stmt.objtype) {
    case ObjectType::OBJECT_TABLE:
    case ObjectType::OBJECT_SEQUENCE:
      return FindRelationFor(cx, *ast::Cast<ast::RangeVar>(&node));
    case ObjectType::OBJECT_TYPE:
    case ObjectType::OBJECT_DOMAIN:
      return FindTypeOf(cx, stmt, node);
    case ObjectType::OBJECT_FUNCTION:
    case ObjectType::OBJECT_PROCEDURE:
    case ObjectType::OBJECT_ROUTINE: {
      const auto routine = FindRoutine(cx, stmt.objtype, *ast::Cast<ast::ObjectWithArgs>(&node),
                                       /*missing_ok=*/false);
      if (routine->object == kNoObject) {
        cx.CountUncompared(routine->extension == kNoObject ? kOfServer : kOfExtension);
      }
      return routine->object;
    }
    case ObjectType::OBJECT_SCHEMA: {
      const Name name = RequireSchema(cx, ast::Cast<ast::String>(&node)->sval);
      const ObjectId id = cx.catalog.IdOf(KeyFor<Schema>(name));
      if (id == kNoObject) cx.CountUncompared(kOfServer);
      return id;
    }
    default: {
      const ObjectId id = FindOwnObject(cx, stmt.objtype, node);
      if (stmt.objtype == ObjectType::OBJECT_LANGUAGE) RequireTrusted(cx, id, node);
      if (id == kNoObject) cx.CountUncompared(kOfServer);
      return id;
    }
  }
}

bool IsTargetOf(ObjectType type, const Object& object) {
  const AclClass of = AclClassOf(object.key.kind);
  const auto* function = object.TryAs<Function>();
  const bool procedure = function != nullptr && function->type == RoutineType::kProcedure;
  switch (type) {
    case ObjectType::OBJECT_TABLE:
      return of == AclClass::kRelation;
    case ObjectType::OBJECT_SEQUENCE:
      return of == AclClass::kSequence;
    case ObjectType::OBJECT_FUNCTION:
      return of == AclClass::kRoutine && !procedure;
    case ObjectType::OBJECT_PROCEDURE:
      return procedure;
    case ObjectType::OBJECT_ROUTINE:
      return of == AclClass::kRoutine;
    default:
      return false;
  }
}

std::vector<ObjectId> AllInSchemas(const Context& cx, const ast::GrantStmt& stmt) {
  std::vector<Name> schemas;
  for (const std::string_view name : Strings(stmt.objects)) {
    schemas.push_back(RequireSchema(cx, name));
  }
  std::vector<ObjectId> targets;
  for (ObjectId id = 0; id < cx.catalog.end_id(); ++id) {
    if (!cx.catalog.IsLive(id)) continue;
    const Object& object = cx.catalog.Get(id);
    if (IsTargetOf(stmt.objtype, object) &&
        std::ranges::find(schemas, object.key.schema) != schemas.end()) {
      targets.push_back(id);
    }
  }
  return targets;
}

// GRANTED BY may only say what holds anyway.
void CheckGrantor(const Context& cx, const ast::GrantStmt& stmt) {
  if (stmt.grantor == nullptr) return;
  const Name grantor = RoleOf(cx, *stmt.grantor), current = CurrentRole(cx);
  if (grantor == current) return;
  if (current.empty()) throw NotModelled("GRANTED BY where the current role is not known");
  throw PgError(sqlstate::kFeatureNotSupported, "grantor must be current user");
}

}  // namespace

void GrantStatement(Context& cx, const ast::GrantStmt& stmt) {
  OwnNewObjects(cx);
  const ObjectClass* object = ClassOf(stmt.objtype);
  if (object == nullptr || IsOutsideSchemas(stmt.objtype)) {
    // Databases, tablespaces, parameters, large objects; and kinds that are not compared.
    cx.CountUncompared("privileges on objects of kinds that are not compared");
    return;
  }
  CheckGrantor(cx, stmt);
  Granter granter(cx, stmt);
  std::vector<ObjectId> targets;
  if (stmt.targtype == ast::GrantTargetType::ACL_TARGET_ALL_IN_SCHEMA) {
    targets = AllInSchemas(cx, stmt);
  } else {
    for (const ast::Node* node : stmt.objects) {
      const ObjectId id = FindTarget(cx, stmt, *node);
      if (id != kNoObject) targets.push_back(id);
    }
  }
  const Named named = NamePrivileges(cx, stmt, *object);
  for (const ObjectId id : targets) {
    if (object->of == AclClass::kRelation || object->of == AclClass::kSequence) {
      GrantOnRelation(cx, granter, stmt, named, id);
      continue;
    }
    if (cx.catalog.Get(id).key == KeyFor<Schema>("public")) {
      cx.catalog.notes.granted_on_public = true;
    }
    const PrivilegeSet all = AllPrivileges(object->of, cx.major());
    granter.Apply(id, OwnerOf(cx.catalog.Get(id)), named.all ? all : named.whole);
  }
}

void AlterDefaultPrivileges(Context& cx, const ast::AlterDefaultPrivilegesStmt& stmt) {
  OwnNewObjects(cx);
  const ast::GrantStmt& action = *stmt.action;
  std::vector<Name> roles;
  std::vector<Name> schemas;
  for (const ast::Node* node : stmt.options) {
    const auto& option = *ast::Cast<ast::DefElem>(node);
    const ast::List& list = ast::Cast<ast::ListNode>(option.arg)->items;
    if (option.defname == "schemas") {
      for (const std::string_view name : Strings(list)) schemas.push_back(RequireSchema(cx, name));
    } else {
      for (const ast::Node* role : list) {
        roles.push_back(RoleOf(cx, *ast::Cast<ast::RoleSpec>(role)));
      }
    }
  }
  if (roles.empty()) roles.push_back(CurrentRole(cx));
  ast::GrantStmt of = action;
  if (of.objtype == ObjectType::OBJECT_ROUTINE || of.objtype == ObjectType::OBJECT_PROCEDURE) {
    of.objtype = ObjectType::OBJECT_FUNCTION;
  }
  const ObjectClass* object = ClassOf(of.objtype);
  if (object == nullptr || DefaultPrivilegesObjects(object->of).empty()) {
    cx.CountUncompared("default privileges on objects of kinds that are not compared");
    return;
  }
  const Granter granter(cx, of);
  if (of.objtype == ObjectType::OBJECT_SCHEMA && !schemas.empty()) {
    throw PgError(kInvalidGrantOperation,
                  "cannot use IN SCHEMA clause when using GRANT/REVOKE ON SCHEMAS");
  }
  // Here a sequence is no table.
  Named named;
  named.all = of.privileges.empty();
  const PrivilegeSet all = AllPrivileges(object->of, cx.major());
  if (!named.all) named = NamePrivileges(cx, of, *object);
  if ((named.whole & ~all) != 0) ThrowInvalidPrivilege(named.whole & ~all, object->noun);
  if (schemas.empty()) schemas.emplace_back();
  for (const Name role : roles) {
    for (const Name schema : schemas) {
      const DefaultAclKey key{role, schema, DefaultPrivilegesObjects(object->of)};
      AclChange change = granter.Change(role);
      change.privileges = named.all ? all : named.whole;
      SetDefaultPrivileges(&cx.catalog, key,
                           ChangeAcl(DefaultPrivilegesOf(cx.catalog, key), change), cx.Origin());
    }
  }
}

}  // namespace schemadiff::replay
