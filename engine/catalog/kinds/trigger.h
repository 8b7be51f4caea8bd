// Kind: trigger, also a constraint trigger.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

enum class TriggerTiming { kBefore, kAfter, kInsteadOf };
template <>
inline constexpr std::array kEnumText<TriggerTiming>{
    std::string_view("BEFORE"), std::string_view("AFTER"), std::string_view("INSTEAD OF")};

/// When a trigger fires (ALTER TABLE ... ENABLE / DISABLE TRIGGER).
enum class TriggerState { kEnabled, kDisabled, kReplica, kAlways };
template <>
inline constexpr std::array kEnumText<TriggerState>{
    std::string_view("enabled"), std::string_view("disabled"), std::string_view("replica"),
    std::string_view("always")};

/// Of pg_trigger.tgenabled and pg_event_trigger.evtenabled.
inline TriggerState TriggerStateFrom(char code) {
  switch (code) {
    case 'D':
      return TriggerState::kDisabled;
    case 'R':
      return TriggerState::kReplica;
    case 'A':
      return TriggerState::kAlways;
    default:
      return TriggerState::kEnabled;
  }
}

/// Source: pg_trigger, those that are not internal.
struct Trigger {
  TriggerTiming timing = TriggerTiming::kAfter;
  bool on_insert = false;
  bool on_update = false;
  bool on_delete = false;
  bool on_truncate = false;
  std::vector<Name> update_columns;  ///< UPDATE OF
  bool for_each_row = false;
  Expression when;  ///< as pg_get_triggerdef prints it, without its outer parentheses
  QualifiedName function;
  std::vector<std::string> arguments;
  Name old_table;  ///< REFERENCING OLD TABLE AS
  Name new_table;
  bool constraint = false;
  QualifiedName constraint_table;  ///< FROM
  bool deferrable = false;
  bool initially_deferred = false;
  TriggerState state = TriggerState::kEnabled;
  bool inherited = false;  ///< a copy of a partitioned table's trigger

  static constexpr std::string_view kKind = "trigger";
  static constexpr auto Attrs() {
    return std::tuple(
        Attr{"timing", &Trigger::timing}, Attr{"on_insert", &Trigger::on_insert},
        Attr{"on_update", &Trigger::on_update}, Attr{"on_delete", &Trigger::on_delete},
        Attr{"on_truncate", &Trigger::on_truncate},
        Attr{"update_columns", &Trigger::update_columns},
        Attr{"for_each_row", &Trigger::for_each_row}, Attr{"when", &Trigger::when},
        Attr{"function", &Trigger::function}, Attr{"arguments", &Trigger::arguments},
        Attr{"old_table", &Trigger::old_table}, Attr{"new_table", &Trigger::new_table},
        Attr{"constraint", &Trigger::constraint},
        Attr{"constraint_table", &Trigger::constraint_table},
        Attr{"deferrable", &Trigger::deferrable},
        Attr{"initially_deferred", &Trigger::initially_deferred}, Attr{"state", &Trigger::state},
        Attr{"inherited", &Trigger::inherited});
  }
};
static_assert(kFullyDescribed<Trigger>);

}  // namespace schemadiff
