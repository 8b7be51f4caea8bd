// CREATE, ALTER and DROP ROLE, and memberships: as far as owners, privileges and policies depend on
// them. Roles themselves are the server's and are not compared.
#include "engine/replay/roles.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "engine/catalog/ownership.h"
#include "engine/replay/handlers.h"
#include "engine/replay/owner.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

constexpr std::string_view kNotCompared = "roles are not compared";
constexpr std::string_view kMemberships = "memberships of roles are not compared";

[[noreturn]] void ThrowNoRole(std::string_view name) {
  throw PgError(sqlstate::kUndefinedObject, StrCat("role \"", name, "\" does not exist"));
}

void CheckThere(const Context& cx, std::string_view name) {
  const auto found = cx.catalog.notes.roles.find(name);
  if (found != cx.catalog.notes.roles.end() && found->second.dropped) ThrowNoRole(name);
}

// The names of a list of RoleSpecs.
std::vector<Name> RoleNames(const Context& cx, const ast::List& list) {
  std::vector<Name> names;
  for (const ast::Node* node : list) names.push_back(RoleOf(cx, *ast::Cast<ast::RoleSpec>(node)));
  return names;
}

bool BooleanOf(const ast::Node* value) {
  if (const auto* boolean = ast::As<ast::Boolean>(value)) return boolean->boolval;
  if (const auto* integer = ast::As<ast::Integer>(value)) return integer->ival != 0;
  return true;
}

void ApplyOptions(const Context& cx, const ast::List& options, RoleNote* note) {
  for (const ast::Node* node : options) {
    const auto& option = *ast::Cast<ast::DefElem>(node);
    if (option.defname == "superuser") note->superuser = BooleanOf(option.arg);
    if (option.defname == "inherit") note->inherit = BooleanOf(option.arg);
    if (option.defname == "addroleto") {
      for (const Name of : RoleNames(cx, ast::Cast<ast::ListNode>(option.arg)->items)) {
        note->member_of.insert(of);
      }
    }
  }
}

}  // namespace

Name CurrentRole(const Context& cx) {
  const Settings& settings = cx.session.settings();
  if (!settings.role.empty()) return settings.role;
  return settings.session_authorization.empty() ? cx.catalog.notes.session_role
                                                : Name(settings.session_authorization);
}

Name RoleOf(const Context& cx, const ast::RoleSpec& role) {
  switch (role.roletype) {
    case ast::RoleSpecType::ROLESPEC_CSTRING:
      CheckThere(cx, role.rolename);
      return role.rolename;
    case ast::RoleSpecType::ROLESPEC_SESSION_USER:
      return cx.session.settings().session_authorization.empty()
                 ? cx.catalog.notes.session_role
                 : Name(cx.session.settings().session_authorization);
    case ast::RoleSpecType::ROLESPEC_PUBLIC:
      ThrowNoRole(kPublic);
    default:
      return CurrentRole(cx);
  }
}

const RoleNote* FindRole(const Context& cx, Name role) {
  const auto found = cx.catalog.notes.roles.find(role);
  return found == cx.catalog.notes.roles.end() || found->second.dropped ? nullptr : &found->second;
}

std::vector<Name> RolesOf(const Context& cx, Name role) {
  std::vector<Name> roles = {role};
  for (size_t i = 0; i < roles.size(); ++i) {
    const RoleNote* note = FindRole(cx, roles[i]);
    if (note == nullptr || !note->inherit) continue;
    for (const Name of : note->member_of) {
      if (std::ranges::find(roles, of) == roles.end()) roles.push_back(of);
    }
  }
  return roles;
}

bool HasPrivilegesOf(const Context& cx, Name role, Name other, bool otherwise) {
  if (role == other) return true;
  if (!role.empty() && role == cx.catalog.notes.session_role) return true;
  const RoleNote* note = FindRole(cx, role);
  if (note == nullptr) return otherwise;
  if (note->superuser) return true;
  const std::vector<Name> roles = RolesOf(cx, role);
  return std::ranges::any_of(roles, [&](Name each) {
    const RoleNote* known = FindRole(cx, each);
    return each == other || (known != nullptr && known->superuser && each == role);
  });
}

bool NamesRole(const Object& object, Name role) {
  if (OwnerOf(object) == role || object.key.role == role) return true;
  if (object.key.kind == KindOf<DefaultPrivileges> && object.key.signature == role) return true;
  if (object.key.kind == KindOf<UserMapping> && object.key.name == role) return true;
  if (const auto* policy = object.TryAs<Policy>()) {
    return std::ranges::find(policy->roles, role) != policy->roles.end();
  }
  const auto grants = [role](const Privileges& privileges) {
    return std::ranges::any_of(privileges.granted,
                               [role](const GrantedBy& by) { return by.grantor == role; });
  };
  if (const auto* grant = object.TryAs<Grant>()) return grants(grant->privileges);
  if (const auto* normal = object.TryAs<DefaultPrivileges>()) return grants(normal->privileges);
  return false;
}

void CreateRole(Context& cx, const ast::CreateRoleStmt& stmt) {
  cx.CountUncompared(kNotCompared);
  RoleNote note;
  ApplyOptions(cx, stmt.options, &note);
  RoleNote& known = cx.catalog.notes.roles[stmt.role];
  known = std::move(note);
  for (const ast::Node* node : stmt.options) {
    const auto& option = *ast::Cast<ast::DefElem>(node);
    if (option.defname != "rolemembers" && option.defname != "adminmembers") continue;
    for (const Name member : RoleNames(cx, ast::Cast<ast::ListNode>(option.arg)->items)) {
      const auto found = cx.catalog.notes.roles.find(member);
      if (found != cx.catalog.notes.roles.end()) found->second.member_of.insert(stmt.role);
    }
  }
}

void AlterRole(Context& cx, const ast::AlterRoleStmt& stmt) {
  cx.CountUncompared(kNotCompared);
  const auto found = cx.catalog.notes.roles.find(RoleOf(cx, *stmt.role));
  if (found == cx.catalog.notes.roles.end()) return;
  ApplyOptions(cx, stmt.options, &found->second);
}

void DropRole(Context& cx, const ast::DropRoleStmt& stmt) {
  cx.CountUncompared(kNotCompared);
  for (const ast::Node* node : stmt.roles) {
    const auto& role = *ast::Cast<ast::RoleSpec>(node);
    const auto found = cx.catalog.notes.roles.find(role.rolename);
    if (found != cx.catalog.notes.roles.end() && found->second.dropped && stmt.missing_ok) continue;
    const Name name = RoleOf(cx, role);
    for (ObjectId id = 0; id < cx.catalog.end_id(); ++id) {
      if (!cx.catalog.IsLive(id) || !NamesRole(cx.catalog.Get(id), name)) continue;
      throw PgError(sqlstate::kDependentObjectsStillExist,
                    StrCat("role \"", name, "\" cannot be dropped because ",
                           cx.catalog.Get(id).key.ToString(), " depends on it"));
    }
    cx.catalog.notes.roles[name].dropped = true;
  }
}

void GrantRole(Context& cx, const ast::GrantRoleStmt& stmt) {
  cx.CountUncompared(kMemberships);
  for (const ast::Node* node : stmt.grantee_roles) {
    const auto found = cx.catalog.notes.roles.find(RoleOf(cx, *ast::Cast<ast::RoleSpec>(node)));
    if (found == cx.catalog.notes.roles.end()) continue;
    for (const ast::Node* granted : stmt.granted_roles) {
      const Name role = ast::Cast<ast::AccessPriv>(granted)->priv_name;
      if (stmt.is_grant) {
        found->second.member_of.insert(role);
      } else if (stmt.opt.empty() && !stmt.admin_opt) {
        found->second.member_of.erase(role);
      }
    }
  }
}

bool IsRoleStatement(const ast::Node& stmt) {
  using ast::NodeTag;
  return stmt.tag == NodeTag::kCreateRoleStmt || stmt.tag == NodeTag::kAlterRoleStmt ||
         stmt.tag == NodeTag::kGrantRoleStmt;
}

void DoubtRoles(Context& cx, const ast::Node& stmt) {
  std::map<Name, RoleNote>& roles = cx.catalog.notes.roles;
  if (const auto* create = ast::As<ast::CreateRoleStmt>(&stmt)) {
    cx.CountUncompared(kNotCompared);
    // Where it is there already, this was not executed.
    const auto found = roles.find(create->role);
    if (found != roles.end() && found->second.dropped) roles.erase(found);
  } else if (const auto* alter = ast::As<ast::AlterRoleStmt>(&stmt)) {
    cx.CountUncompared(kNotCompared);
    roles.erase(RoleOf(cx, *alter->role));
  } else if (const auto* grant = ast::As<ast::GrantRoleStmt>(&stmt)) {
    cx.CountUncompared(kMemberships);
    for (const ast::Node* node : grant->grantee_roles) {
      roles.erase(RoleOf(cx, *ast::Cast<ast::RoleSpec>(node)));
    }
  }
}

namespace {

void Replace(Privileges* privileges, Name from, Name to) {
  for (GrantedBy& by : privileges->granted) {
    if (by.grantor == from) by.grantor = to;
  }
  std::ranges::sort(privileges->granted, {}, [](const GrantedBy& by) { return by.grantor.str(); });
}

}  // namespace

void RenameRole(Context& cx, const ast::RenameStmt& stmt) {
  cx.CountUncompared(kNotCompared);
  Catalog& catalog = cx.catalog;
  const Name from = stmt.subname, to = stmt.newname;
  CheckThere(cx, stmt.subname);
  if (const auto known = catalog.notes.roles.find(from); known != catalog.notes.roles.end()) {
    catalog.notes.roles[to] = known->second;
    catalog.notes.roles.erase(from);
  }
  const OriginId origin = cx.Origin();
  for (ObjectId id = 0; id < catalog.end_id(); ++id) {
    if (!catalog.IsLive(id) || !NamesRole(catalog.Get(id), from)) continue;
    if (OwnerOf(catalog.Get(id)) == from) SetOwner(&catalog, id, to, origin);
    ObjectKey key = catalog.Get(id).key;
    if (key.kind == KindOf<Policy>) {
      std::vector<Name>& roles = catalog.Edit<Policy>(id).roles;
      std::ranges::replace(roles, from, to);
      std::ranges::sort(roles);
    } else if (key.kind == KindOf<Grant>) {
      Replace(&catalog.Edit<Grant>(id).privileges, from, to);
    } else if (key.kind == KindOf<DefaultPrivileges>) {
      Replace(&catalog.Edit<DefaultPrivileges>(id).privileges, from, to);
      if (key.signature == from) key.signature = to;
    }
    if (key.role == from) key.role = to;
    if (key.kind == KindOf<UserMapping>) key.name = to;
    if (key != catalog.Get(id).key) catalog.Rekey(id, key, origin);
  }
}

}  // namespace schemadiff::replay
