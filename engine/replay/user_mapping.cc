// CREATE, ALTER and DROP USER MAPPING.
//
// Facts from foreigncmds.c of the server's source.
#include <string>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/drop.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/global_object.h"
#include "engine/replay/handlers.h"
#include "engine/replay/settings.h"

namespace schemadiff::replay {
namespace {

Name UserOf(const Context& cx, const ast::RoleSpec& role) {
  if (role.roletype == ast::RoleSpecType::ROLESPEC_PUBLIC) return "public";
  if (role.roletype == ast::RoleSpecType::ROLESPEC_CSTRING) return Name(role.rolename);
  const std::string user = CurrentUser(cx);
  if (user.empty()) throw NotModelled("a user mapping of the current role");
  return Name(user);
}

ObjectKey KeyOf(Name server, Name user) {
  return {KindOf<UserMapping>, kNoKind, {}, server, user, {}};
}

ObjectId FindMapping(const Context& cx, Name server, Name user) {
  const ObjectKey key = KeyOf(server, user);
  const ObjectId id = cx.catalog.IdOf(key);
  if (id == kNoObject && cx.catalog.UnknownReason(key) != nullptr) {
    throw FollowsUnknown(StrCat(key.ToString(), " is not known"));
  }
  return id;
}

[[noreturn]] void ThrowMissing(Name server, Name user) {
  throw PgError(
      sqlstate::kUndefinedObject,
      StrCat("user mapping for \"", user, "\" does not exist for server \"", server, "\""));
}

}  // namespace

void CreateUserMapping(Context& cx, const ast::CreateUserMappingStmt& stmt) {
  const Name user = UserOf(cx, *stmt.user);
  const ObjectId server = RequireServer(cx, stmt.servername);
  const Name name = cx.catalog.Get(server).key.name;
  if (FindMapping(cx, name, user) != kNoObject) {
    if (stmt.if_not_exists) return;
    throw PgError(
        sqlstate::kDuplicateObject,
        StrCat("user mapping for \"", user, "\" already exists for server \"", name, "\""));
  }
  Options options;
  ApplyGenericOptions(stmt.options, WrapperOf(cx, server).validator, GenericOptionsOf::kUserMapping,
                      &options);
  UserMapping mapping;
  mapping.options = std::move(options);
  const ObjectId id =
      cx.catalog.Create(KeyOf(name, user), std::move(mapping), kNoObject, cx.Origin());
  cx.catalog.AddDependency(id, server);
}

void AlterUserMapping(Context& cx, const ast::AlterUserMappingStmt& stmt) {
  const Name user = UserOf(cx, *stmt.user);
  const ObjectId server = RequireServer(cx, stmt.servername);
  const Name name = cx.catalog.Get(server).key.name;
  const ObjectId id = FindMapping(cx, name, user);
  if (id == kNoObject) ThrowMissing(name, user);
  const Stated<Options>& before = cx.catalog.Get(id).As<UserMapping>().options;
  if (!before.value) throw NotModelled("options of a user mapping that are not known");
  Options options = *before.value;
  ApplyGenericOptions(stmt.options, WrapperOf(cx, server).validator, GenericOptionsOf::kUserMapping,
                      &options);
  if (options == *before.value) return;
  cx.catalog.Set(id, &UserMapping::options, Stated<Options>(std::move(options)), cx.Origin());
}

void DropUserMapping(Context& cx, const ast::DropUserMappingStmt& stmt) {
  const Name user = UserOf(cx, *stmt.user);
  const ObjectId server = stmt.missing_ok ? FindGlobal<ForeignServer>(cx, stmt.servername)
                                          : RequireServer(cx, stmt.servername);
  if (server == kNoObject) return;
  const Name name = cx.catalog.Get(server).key.name;
  const ObjectId id = FindMapping(cx, name, user);
  if (id == kNoObject) {
    if (stmt.missing_ok) return;
    ThrowMissing(name, user);
  }
  DropObject(cx, id, /*cascade=*/false, cx.Origin());
}

}  // namespace schemadiff::replay
