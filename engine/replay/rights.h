// What the role in force may not do.
//
// Facts from aclchk.c, tablecmds.c (RangeVarCallbackForAlterRelation), namespace.c
// (RangeVarGetAndCheckCreationNamespace) and objectaddress.c of the server's source.
#pragma once

#include "engine/replay/context.h"

namespace schemadiff::replay {

/// After SET ROLE and SET SESSION AUTHORIZATION: throws 42501 for a statement that needs an owner's
/// rights, or the right to create in a schema, where the role certainly has not got them: a
/// statement made it, and it is neither a superuser nor a member of a role of which nothing is
/// known. Where that cannot be told, the statement is taken to be allowed, which is noted. Of what
/// a statement names that is not there nothing is said.
void CheckRights(Context& cx, const ast::Node& stmt);

}  // namespace schemadiff::replay
