// Kind: stand-alone composite type. Its attributes are objects of kind column.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_class (relkind c).
struct CompositeType {
  Stated<Name> owner;

  static constexpr std::string_view kKind = "composite type";
  static constexpr AclClass kAclClass = AclClass::kType;
  /// ROW(1, 2)::type and '(1,2)' go by it.
  static constexpr bool kOrderOfPartsMatters = true;
  static constexpr auto Attrs() { return std::tuple(Attr{"owner", &CompositeType::owner}); }
};
static_assert(kFullyDescribed<CompositeType>);

}  // namespace schemadiff
