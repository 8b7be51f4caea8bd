// Kind: row security policy.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

enum class PolicyCommand { kAll, kSelect, kInsert, kUpdate, kDelete };
template <>
inline constexpr std::array kEnumText<PolicyCommand>{
    std::string_view("ALL"), std::string_view("SELECT"), std::string_view("INSERT"),
    std::string_view("UPDATE"), std::string_view("DELETE")};

/// Source: pg_policy.
struct Policy {
  PolicyCommand command = PolicyCommand::kAll;
  bool permissive = true;
  std::vector<Name> roles;  ///< sorted; empty: PUBLIC
  Expression using_clause;
  Expression with_check;

  static constexpr std::string_view kKind = "policy";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"command", &Policy::command}, Attr{"permissive", &Policy::permissive},
                      Attr{"roles", &Policy::roles}, Attr{"using", &Policy::using_clause},
                      Attr{"with_check", &Policy::with_check});
  }
};
static_assert(kFullyDescribed<Policy>);

}  // namespace schemadiff
