// Kind: extension.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_extension. What an extension contains is its own business: member objects are
/// in no catalog of ours.
struct Extension {
  Name schema;  ///< where its objects live
  Stated<std::string>
      version;  ///< compared where the history pins it (CREATE EXTENSION ... VERSION)

  static constexpr std::string_view kKind = "extension";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"schema", &Extension::schema}, Attr{"version", &Extension::version});
  }
};
static_assert(kFullyDescribed<Extension>);

}  // namespace schemadiff
