// Kind: subscription.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"

namespace schemadiff {

/// How transactions in progress are applied.
enum class SubscriptionStreaming { kOff, kOn, kParallel };
template <>
inline constexpr std::array kEnumText<SubscriptionStreaming>{
    std::string_view("off"), std::string_view("on"), std::string_view("parallel")};

/// Source: pg_subscription, those of the database. The connection string is no part of it: it
/// holds passwords, says where a server is rather than what its schema is, and only superusers may
/// read it. Nor is what replication itself changes: the position to skip, the states of tables.
struct Subscription {
  bool enabled = true;
  std::vector<Name> publications;  ///< sorted
  std::optional<Name> slot_name;   ///< none: NONE
  std::string synchronous_commit = "off";
  bool binary = false;
  SubscriptionStreaming streaming = SubscriptionStreaming::kOff;
  bool two_phase = false;
  bool disable_on_error = false;
  bool password_required = true;
  bool run_as_owner = false;
  std::string origin = "any";
  bool failover = false;
  Stated<Name> owner;

  static constexpr std::string_view kKind = "subscription";
  static constexpr auto Attrs() {
    return std::tuple(
        Attr{"enabled", &Subscription::enabled}, Attr{"publications", &Subscription::publications},
        Attr{"slot_name", &Subscription::slot_name},
        // Of 13 only superusers may read it.
        Attr{"synchronous_commit", &Subscription::synchronous_commit, 140000},
        Attr{"binary", &Subscription::binary, 140000},
        Attr{"streaming", &Subscription::streaming, 140000},
        Attr{"two_phase", &Subscription::two_phase, 150000},
        Attr{"disable_on_error", &Subscription::disable_on_error, 150000},
        Attr{"password_required", &Subscription::password_required, 160000},
        Attr{"run_as_owner", &Subscription::run_as_owner, 160000},
        Attr{"origin", &Subscription::origin, 160000},
        Attr{"failover", &Subscription::failover, 170000}, Attr{"owner", &Subscription::owner});
  }
};
static_assert(kFullyDescribed<Subscription>);

}  // namespace schemadiff
