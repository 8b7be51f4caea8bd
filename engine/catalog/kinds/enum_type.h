// Kind: enum type.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_enum.
struct EnumType {
  std::vector<std::string> labels;  ///< in their sort order
  Stated<Name> owner;

  static constexpr std::string_view kKind = "enum";
  static constexpr AclClass kAclClass = AclClass::kType;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"labels", &EnumType::labels}, Attr{"owner", &EnumType::owner});
  }
};
static_assert(kFullyDescribed<EnumType>);

}  // namespace schemadiff
