// Kind: range type, with the multirange type that belongs to it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_range.
struct RangeType {
  TypeRef subtype;
  QualifiedName subtype_opclass;  ///< empty: the subtype's default btree operator class
  QualifiedName collation;        ///< empty: the subtype's
  QualifiedName canonical;        ///< the canonicalization function
  QualifiedName subtype_diff;
  QualifiedName multirange;  ///< its multirange type, made along with it
  Stated<Name> owner;

  static constexpr std::string_view kKind = "range type";
  static constexpr AclClass kAclClass = AclClass::kType;
  static constexpr auto Attrs() {
    return std::tuple(
        Attr{"subtype", &RangeType::subtype}, Attr{"subtype_opclass", &RangeType::subtype_opclass},
        Attr{"collation", &RangeType::collation}, Attr{"canonical", &RangeType::canonical},
        Attr{"subtype_diff", &RangeType::subtype_diff},
        Attr{"multirange", &RangeType::multirange, 140000}, Attr{"owner", &RangeType::owner});
  }
};
static_assert(kFullyDescribed<RangeType>);

}  // namespace schemadiff
