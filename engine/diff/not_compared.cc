#include "engine/diff/not_compared.h"

#include <map>
#include <utility>

namespace schemadiff {

std::string_view ToString(Counted counted) {
  switch (counted) {
    case Counted::kEqual:
      return "equal";
    case Counted::kUnequal:
      return "unequal";
    case Counted::kOtherwise:
      break;
  }
  return "otherwise";
}

std::vector<UncomparedKind> CountUncompared(const CountedSide& expected, const CountedSide& actual,
                                            const Catalog* pending) {
  std::map<std::string, UncomparedKind> counts;
  for (const auto& [kind, count] : expected.catalog.unmodelled) counts[kind].expected = count;
  for (const auto& [kind, count] : actual.catalog.unmodelled) counts[kind].actual = count;
  std::vector<UncomparedKind> kinds;
  for (auto& [kind, entry] : counts) {
    entry.kind = kind;
    int soon = entry.expected;
    if (pending != nullptr) {
      const auto found = pending->unmodelled.find(kind);
      soon = found == pending->unmodelled.end() ? 0 : found->second;
    }
    // A replay does not count these. Large objects are data.
    const bool alike = kind != "large object" && expected.replayed == actual.replayed;
    if (!alike || expected.partial || actual.partial) {
      entry.counted = Counted::kOtherwise;
    } else if (entry.actual != entry.expected && entry.actual != soon) {
      entry.counted = Counted::kUnequal;
    }
    kinds.push_back(std::move(entry));
  }
  return kinds;
}

}  // namespace schemadiff
