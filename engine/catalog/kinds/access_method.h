// Kind: access method.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

enum class AccessMethodType { kIndex, kTable };
template <>
inline constexpr std::array kEnumText<AccessMethodType>{std::string_view("index"),
                                                        std::string_view("table")};

/// Source: pg_am.
struct AccessMethod {
  AccessMethodType type = AccessMethodType::kIndex;
  QualifiedName handler;

  static constexpr std::string_view kKind = "access method";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"type", &AccessMethod::type}, Attr{"handler", &AccessMethod::handler});
  }
};
static_assert(kFullyDescribed<AccessMethod>);

}  // namespace schemadiff
