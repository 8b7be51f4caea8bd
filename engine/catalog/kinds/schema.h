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
  Stated<Name> owner;

  static constexpr std::string_view kKind = "schema";
  static constexpr AclClass kAclClass = AclClass::kSchema;
  static constexpr auto Attrs() { return std::tuple(Attr{"owner", &Schema::owner}); }
};
static_assert(kFullyDescribed<Schema>);

}  // namespace schemadiff
