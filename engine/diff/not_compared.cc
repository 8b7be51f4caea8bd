#include "engine/diff/not_compared.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "engine/catalog/unmodelled.h"

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

bool ReplayCountsAsServersDo(std::string_view kind) {
  constexpr std::array<std::string_view, 5> kOtherwise = {
      "comment on the index of a constraint", "default privileges on large objects", "large object",
      "privileges on a system column", "security label"};
  return std::ranges::find(kOtherwise, kind) == kOtherwise.end();
}

std::set<std::string, std::less<>> DoubtfulKinds(const Diagnostics& diagnostics) {
  std::set<std::string, std::less<>> kinds;
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    if (diagnostic.code != kCountNotKnown) continue;
    kinds.insert(diagnostic.touches.begin(), diagnostic.touches.end());
  }
  return kinds;
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
    // Large objects are data.
    const bool alike = kind != "large object" &&
                       (expected.replayed == actual.replayed || ReplayCountsAsServersDo(kind));
    if (!alike || expected.partial || actual.partial || expected.doubtful.contains(kind) ||
        actual.doubtful.contains(kind)) {
      entry.counted = Counted::kOtherwise;
    } else if (entry.actual != entry.expected && entry.actual != soon) {
      entry.counted = Counted::kUnequal;
    }
    kinds.push_back(std::move(entry));
  }
  return kinds;
}

}  // namespace schemadiff
