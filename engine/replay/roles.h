// Roles: whom a statement names, who executes it, and what is known of them.
//
// Facts from acl.c (get_rolespec_oid, roles_is_member_of) and user.c of the server's source.
#pragma once

#include "engine/catalog/privileges.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// The role that executes the statement in hand; empty where it is not known.
Name CurrentRole(const Context& cx);

/// The role that a statement names; CURRENT_USER and the like may be empty. Throws 42704 for
/// PUBLIC, and for a role that a statement dropped.
Name RoleOf(const Context& cx, const ast::RoleSpec& role);

/// What statements said of a role that is there; nullptr where they said nothing.
const RoleNote* FindRole(const Context& cx, Name role);

/// Whether the role has the rights of the other one: is it, or a member of it, or a superuser.
/// Where that is not known, `otherwise`. An empty name is the role that logged in, not known.
bool HasPrivilegesOf(const Context& cx, Name role, Name other, bool otherwise);
/// The role itself and those whose member it is, with their privileges, as far as is known.
std::vector<Name> RolesOf(const Context& cx, Name role);

/// ALTER ROLE ... RENAME.
void RenameRole(Context& cx, const ast::RenameStmt& stmt);

/// Whether the statement is about roles and their memberships alone, which are not compared.
bool IsRoleStatement(const ast::Node& stmt);
/// Forgets what such a statement may have changed, when it is not known whether it was executed.
void DoubtRoles(Context& cx, const ast::Node& stmt);

/// Whether the object, its privileges or its policies name the role.
bool NamesRole(const Object& object, Name role);

}  // namespace schemadiff::replay
