// Kind: grant, what one role may do with another object; its key is that object's, with kind grant
// and the role.
#pragma once

#include <string>
#include <vector>

#include "engine/catalog/values.h"

namespace schemadiff {

/// What one role got from one other.
struct GrantedBy {
  Name grantor;                     ///< empty: the object's owner, whoever that is
  std::vector<Name> privileges;     ///< "SELECT", ...: in the order of acl.h
  std::vector<Name> grant_options;  ///< those of them that it may grant to others

  friend bool operator==(const GrantedBy&, const GrantedBy&) = default;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"grantor", &GrantedBy::grantor},
                      Attr{"privileges", &GrantedBy::privileges},
                      Attr{"grant_options", &GrantedBy::grant_options});
  }
};
static_assert(kFullyDescribed<GrantedBy>);

/// What one role has, by grantors in the order of their names.
struct Privileges {
  std::vector<GrantedBy> granted;

  /// "SELECT, INSERT (with grant option: SELECT) granted by bob"; "none".
  std::string ToText() const;
  friend bool operator==(const Privileges&, const Privileges&) = default;
  static constexpr auto Attrs() { return std::tuple(Attr{"granted", &Privileges::granted}); }
};
static_assert(kFullyDescribed<Privileges>);

/// Only where it is not what a new object gives the role: PUBLIC has USAGE of a type without any
/// grant, and "none" says that it was revoked. An empty role in the key is the object's owner.
/// Source: aclitem, acldefault().
struct Grant {
  Privileges privileges;

  static constexpr std::string_view kKind = "grant";
  static constexpr auto Attrs() { return std::tuple(Attr{"privileges", &Grant::privileges}); }
};
static_assert(kFullyDescribed<Grant>);

}  // namespace schemadiff
