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
    // A table weighs what it is made of: else a few changed columns would look further away than
    // an empty database.
    int weight = 1;
    for (const auto& [kind, count] : difference.parts) weight += count;
    switch (difference.change) {
      case Change::kMissing:
        distance.missing += weight;
        break;
      case Change::kUnexpected:
        distance.unexpected += weight;
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
