// Who owns what: the owners of new objects, and changes of owners.
//
// Facts from tablecmds.c (ATExecChangeOwner), alter.c, aclchk.c (get_user_default_acl) and
// pg_shdepend.c of the server's source.
#pragma once

#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Gives what was made since the last call to the current role, with the privileges that default
/// privileges say. Due before the role, a default privilege or a grant changes, and after each
/// statement.
void OwnNewObjects(Context& cx);

/// Gives the object to the role, and what goes with it: a table's sequences. Privileges of the old
/// owner become the new owner's. An empty role is the one that logged in, not known.
void ChangeOwner(Context& cx, ObjectId id, Name owner, OriginId origin);

/// ALTER TABLE ... OWNER TO of a relation of any kind.
void ChangeRelationOwner(Context& cx, ObjectId relation, const ast::RoleSpec& owner);

}  // namespace schemadiff::replay
