// A small line diff for long values, such as the queries of views.
#pragma once

#include <string_view>
#include <vector>

namespace schemadiff {

struct DiffLine {
  enum class Side { kBoth, kExpected, kActual, kGap };
  Side side = Side::kBoth;
  std::string_view text;  ///< points into the texts that were compared; empty for a gap
};

/// The lines of both texts in one sequence, a shortest one in which each line is common, only
/// expected or only actual. Runs of common lines are cut down to `context` lines beside each
/// difference; a gap stands for the rest. Where the texts are too large for an exact answer,
/// everything between their common beginning and end counts as different.
std::vector<DiffLine> DiffLines(std::string_view expected, std::string_view actual, size_t context);

}  // namespace schemadiff
