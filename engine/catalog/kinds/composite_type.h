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
  static constexpr std::string_view kKind = "composite type";
  static constexpr auto Attrs() { return std::tuple(); }
};
static_assert(kFullyDescribed<CompositeType>);

}  // namespace schemadiff
