// Kind: collation.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

enum class CollationProvider { kLibc, kIcu, kBuiltin };
template <>
inline constexpr std::array kEnumText<CollationProvider>{
    std::string_view("libc"), std::string_view("icu"), std::string_view("builtin")};

/// Source: pg_collation. What version of the provider's data it was made with is not compared.
struct Collation {
  CollationProvider provider = CollationProvider::kLibc;
  bool deterministic = true;
  std::string lc_collate;  ///< of provider libc
  std::string lc_ctype;    ///< of provider libc
  std::string locale;      ///< of the other providers
  std::string rules;       ///< tailoring of ICU's rules; empty: none
  Stated<Name> owner;

  static constexpr std::string_view kKind = "collation";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"provider", &Collation::provider},
                      Attr{"deterministic", &Collation::deterministic},
                      Attr{"lc_collate", &Collation::lc_collate},
                      Attr{"lc_ctype", &Collation::lc_ctype}, Attr{"locale", &Collation::locale},
                      Attr{"rules", &Collation::rules, 160000}, Attr{"owner", &Collation::owner});
  }
};
static_assert(kFullyDescribed<Collation>);

}  // namespace schemadiff
