#include "rules/locate.h"

#include <algorithm>
#include <utility>

namespace schemadiff {

void Locator::Observe(std::string revision, const Catalog& expected) {
  RevisionDistance distance;
  distance.revision = std::move(revision);
  for (const Difference& difference : Diff(expected, actual_, options_)) {
    if (!difference.comparable) continue;
    const bool real = difference.change != Change::kChanged ||
                      std::ranges::any_of(difference.attributes, [](const auto& attribute) {
                        return attribute.comparison == Comparison::kDifferent;
                      });
    if (!real) continue;
    switch (difference.change) {
      case Change::kMissing:
        ++distance.missing;
        break;
      case Change::kUnexpected:
        ++distance.unexpected;
        break;
      case Change::kChanged:
        ++distance.changed;
        break;
    }
  }
  distances_.push_back(std::move(distance));
}

std::vector<RevisionDistance> Locator::Best() const {
  std::vector<RevisionDistance> best;
  for (const RevisionDistance& distance : distances_) {
    if (!best.empty() && distance.total() > best.front().total()) continue;
    if (!best.empty() && distance.total() < best.front().total()) best.clear();
    best.push_back(distance);
  }
  return best;
}

}  // namespace schemadiff
