// Kind: schema (namespace).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_namespace. Exists by its name alone.
struct Schema {
  static constexpr std::string_view kKind = "schema";
  static constexpr auto Attrs() { return std::tuple(); }
};
static_assert(kFullyDescribed<Schema>);

}  // namespace schemadiff
