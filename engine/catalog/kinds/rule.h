// Kind: rewrite rule, but for those that make a relation a view.
#pragma once

#include <string_view>

#include "engine/catalog/kinds/trigger.h"
#include "engine/catalog/values.h"

namespace schemadiff {

enum class RuleEvent { kSelect, kUpdate, kInsert, kDelete };
template <>
inline constexpr std::array kEnumText<RuleEvent>{
    std::string_view("SELECT"), std::string_view("UPDATE"), std::string_view("INSERT"),
    std::string_view("DELETE")};

/// Source: pg_rewrite, but for the rules named _RETURN: those are the queries of views.
struct Rule {
  RuleEvent event = RuleEvent::kInsert;
  bool instead = false;
  Expression condition;  ///< WHERE, as pg_get_ruledef prints it
  /// What follows DO [INSTEAD], as pg_get_ruledef prints it without the final semicolon; NOTHING
  /// where the rule does nothing.
  Expression actions;
  TriggerState state = TriggerState::kEnabled;

  static constexpr std::string_view kKind = "rule";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"event", &Rule::event}, Attr{"instead", &Rule::instead},
                      Attr{"condition", &Rule::condition}, Attr{"actions", &Rule::actions},
                      Attr{"state", &Rule::state});
  }
};
static_assert(kFullyDescribed<Rule>);

}  // namespace schemadiff
