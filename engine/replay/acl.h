// Changing lists of privileges as GRANT and REVOKE do.
//
// Facts from acl.c (aclupdate, select_best_grantor) of the server's source.
#pragma once

#include <vector>

#include "engine/catalog/privileges.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// What GRANT or REVOKE does to one list.
struct AclChange {
  bool grant = true;
  bool grant_option = false;  ///< WITH GRANT OPTION, or GRANT OPTION FOR
  bool cascade = false;
  PrivilegeSet privileges = 0;
  std::vector<Name> grantees;  ///< empty names: the owner
  Name grantor;                ///< empty: the owner
};

/// The list after the change. Throws 0LP01 where a grant option would go back to its grantor, and
/// 2BP01 where REVOKE without CASCADE would leave privileges that others granted.
Acl ChangeAcl(Acl acl, const AclChange& change);

/// In whose name the current role grants, and what of `privileges` it may. `owner` is the object's
/// (empty: not known). Throws 42501 where it may grant nothing, and has no privilege itself: `what`
/// is the object for the message.
struct Grantor {
  Name role;  ///< as in lists: empty for the owner
  PrivilegeSet privileges = 0;
};
Grantor SelectGrantor(const Context& cx, const Acl& acl, Name owner, PrivilegeSet privileges,
                      const std::string& what);

}  // namespace schemadiff::replay
