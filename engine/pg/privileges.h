// The privileges that GRANT knows: names, letters, and what each class of objects can have.
#pragma once

#include <cstdint>
#include <string_view>

namespace schemadiff {

/// What a list of privileges is of: the classes that acldefault() knows.
enum class AclClass : uint8_t {
  kNone,  ///< objects on which nothing is granted: indexes, triggers, ...
  kRelation,
  kSequence,
  kColumn,
  kRoutine,
  kType,
  kSchema,
  kLanguage,
  kForeignDataWrapper,
  kServer,
};

/// A set of privileges: a bit each, as in acl.h of the server's source, which is the order in which
/// the server shows them.
using PrivilegeSet = uint32_t;

inline constexpr int kPrivilegeCount = 15;

/// "SELECT"; `bit` is below kPrivilegeCount.
std::string_view PrivilegeName(int bit);
/// The set of that privilege alone; 0 for a name that is none. The name is in lower case, as the
/// grammar gives it.
PrivilegeSet PrivilegeOfName(std::string_view name);
/// Of the letter of an aclitem's text: 'r' for SELECT; 0 where there is none.
PrivilegeSet PrivilegeOfLetter(char letter);

/// All that can be granted on an object of that class (GRANT ALL), by the server's major version.
/// Source: ACL_ALL_RIGHTS_... of acl.h; MAINTAIN since 17.
PrivilegeSet AllPrivileges(AclClass of, int major);
/// What PUBLIC has on a new object of that class. Source: acldefault().
PrivilegeSet PublicByDefault(AclClass of);

/// The role that stands for PUBLIC, in keys of grants. No role can have that name.
inline constexpr std::string_view kPublic = "public";

}  // namespace schemadiff
