// Statements that cannot be carried out because of an earlier one.
#pragma once

#include "engine/base/pg_error.h"

namespace schemadiff {

/// Not modelled for no reason of its own: what the statement names is not known since an earlier
/// statement, about which there is a diagnostic.
class FollowsUnknown : public NotModelled {
 public:
  using NotModelled::NotModelled;
};

/// The code of diagnostics about such statements.
inline constexpr std::string_view kFollowsUnknown = "replay.follows-unknown";

}  // namespace schemadiff
