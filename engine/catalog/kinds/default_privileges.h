// Kind: default privileges, what one role may do with objects that another one will make.
#pragma once

#include <string>
#include <vector>

#include "engine/catalog/kinds/grant.h"
#include "engine/catalog/values.h"

namespace schemadiff {

/// In the key: `name` says of what ("tables"), `schema` where (empty: in all schemas), `signature`
/// the role that makes the objects (empty: the one that runs the migrations), `role` who gets the
/// privileges. Only where it is not what holds without: of a schema's, nothing.
/// Source: pg_default_acl.
struct DefaultPrivileges {
  Privileges privileges;

  static constexpr std::string_view kKind = "default privilege";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"privileges", &DefaultPrivileges::privileges});
  }
};
static_assert(kFullyDescribed<DefaultPrivileges>);

}  // namespace schemadiff
