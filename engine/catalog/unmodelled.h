// Counting objects of kinds that catalogs do not hold.
#pragma once

#include <string_view>

namespace schemadiff {

/// The code of a diagnostic that says that the numbers of some kinds in Catalog::unmodelled, those
/// that it touches, are not certain: a statement may have made or dropped more of them, or fewer.
inline constexpr std::string_view kCountNotKnown = "replay.count-not-known";

}  // namespace schemadiff
