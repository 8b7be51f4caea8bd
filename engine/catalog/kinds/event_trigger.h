// Kind: event trigger.
#pragma once

#include <string>
#include <vector>

#include "engine/catalog/kinds/trigger.h"
#include "engine/catalog/values.h"

namespace schemadiff {

/// Source: pg_event_trigger.
struct EventTrigger {
  std::string event;              ///< "ddl_command_start", "sql_drop", ...
  std::vector<std::string> tags;  ///< command tags of WHEN TAG IN, as written; empty: all commands
  QualifiedName function;
  TriggerState state = TriggerState::kEnabled;
  Stated<Name> owner;

  static constexpr std::string_view kKind = "event trigger";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"event", &EventTrigger::event}, Attr{"tags", &EventTrigger::tags},
                      Attr{"function", &EventTrigger::function},
                      Attr{"state", &EventTrigger::state}, Attr{"owner", &EventTrigger::owner});
  }
};
static_assert(kFullyDescribed<EventTrigger>);

}  // namespace schemadiff
