// Kind: ALTER ... DEPENDS ON EXTENSION; its key is that of the dependent
// object, with kind dependency on extensions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_depend (deptype x): dropping one of the extensions drops the object, too.
struct ExtensionDependency {
  std::vector<Name> extensions;  ///< sorted

  static constexpr std::string_view kKind = "dependency on extensions";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"extensions", &ExtensionDependency::extensions});
  }
};
static_assert(kFullyDescribed<ExtensionDependency>);

}  // namespace schemadiff
