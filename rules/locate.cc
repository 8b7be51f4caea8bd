#include "rules/locate.h"

#include <algorithm>
#include <utility>

namespace schemadiff {

namespace {

int& NumberOf(Change change, RevisionDistance* distance) {
  switch (change) {
    case Change::kMissing:
      return distance->missing;
    case Change::kUnexpected:
      return distance->unexpected;
    case Change::kChanged:
      break;
  }
  return distance->changed;
}

}  // namespace

// A table weighs what it is made of: else a few changed columns would look further away than an
// empty database.
Locator::Locator(const Catalog& actual, DiffOptions options)
    : actual_(actual), options_(std::move(options)) {
  options_.parts_apart = true;
}

void Locator::Count(const Difference& difference) {
  if (!difference.comparable) return;
  const bool real = difference.change != Change::kChanged ||
                    std::ranges::any_of(difference.attributes, [](const auto& attribute) {
                      return attribute.comparison == Comparison::kDifferent;
                    });
  if (!real) return;
  counted_.emplace(difference.key, difference.change);
  ++NumberOf(difference.change, &now_);
}

void Locator::Forget(const std::vector<ObjectKey>& keys) {
  for (const ObjectKey& key : keys) {
    const auto found = counted_.find(key);
    if (found == counted_.end()) continue;
    --NumberOf(found->second, &now_);
    counted_.erase(found);
  }
}

void Locator::Observe(std::string revision, const Catalog& expected,
                      const std::vector<ObjectKey>* changed) {
  // What is not known any more may be anything.
  if (expected.unknown().size() != unknown_) changed = nullptr;
  unknown_ = expected.unknown().size();
  if (changed == nullptr) {
    now_ = {};
    counted_.clear();
  } else {
    Forget(*changed);
  }
  options_.only = changed;
  for (const Difference& difference : Diff(expected, actual_, options_)) Count(difference);
  now_.revision = std::move(revision);
  distances_.push_back(now_);
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
