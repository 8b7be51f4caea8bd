// The options of CREATE and ALTER SUBSCRIPTION.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// What WITH (...), SET (...) and the words of ALTER SUBSCRIPTION say; nothing for what they do
/// not.
struct SubscriptionOptions {
  std::optional<bool> connect;
  std::optional<bool> enabled;
  std::optional<bool> create_slot;
  std::optional<bool> copy_data;
  std::optional<bool> refresh;
  std::optional<std::optional<Name>> slot_name;  ///< holding nothing: NONE
  std::optional<std::string> synchronous_commit;
  std::optional<bool> binary;
  std::optional<SubscriptionStreaming> streaming;
  std::optional<bool> two_phase;
  std::optional<bool> disable_on_error;
  std::optional<bool> password_required;
  std::optional<bool> run_as_owner;
  std::optional<std::string> origin;
  std::optional<bool> failover;
  bool lsn = false;  ///< of ALTER SUBSCRIPTION ... SKIP; what it skips is no part of a schema

  /// Stores those that the subscription keeps.
  void Apply(Subscription* subscription) const;
};

/// Reads a list in which only `allowed` options may stand. 42601 for others, and for what is said
/// twice; what a value may be is checked as the server does.
SubscriptionOptions ReadSubscriptionOptions(const Context& cx, const ast::List& list,
                                            const std::vector<std::string_view>& allowed);

/// 42601 where the text is no connection string. Where it is one, nothing of it is kept.
void CheckConnectionString(std::string_view text);

}  // namespace schemadiff::replay
