// Kind: encoding conversion.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_conversion.
struct Conversion {
  std::string from_encoding;  ///< as pg_encoding_to_char has it: "UTF8"
  std::string to_encoding;
  QualifiedName function;
  bool is_default = false;
  Stated<Name> owner;

  static constexpr std::string_view kKind = "conversion";
  static constexpr auto Attrs() {
    return std::tuple(
        Attr{"from_encoding", &Conversion::from_encoding},
        Attr{"to_encoding", &Conversion::to_encoding}, Attr{"function", &Conversion::function},
        Attr{"is_default", &Conversion::is_default}, Attr{"owner", &Conversion::owner});
  }
};
static_assert(kFullyDescribed<Conversion>);

}  // namespace schemadiff
