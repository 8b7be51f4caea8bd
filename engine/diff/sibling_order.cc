#include "engine/diff/sibling_order.h"

#include <absl/container/flat_hash_map.h>

#include <algorithm>

#include "engine/catalog/kind_info.h"

namespace schemadiff {
namespace {

struct Placed {
  ObjectId id;
  int64_t expected;
  int64_t actual;
};

// The index of the kind's relative attribute, or -1.
int RelativeAttribute(Kind kind) {
  const KindInfo& info = InfoFor(kind);
  for (size_t i = 0; i < info.attributes.size(); ++i) {
    if (info.attributes[i].role == AttributeRole::kRelative) return static_cast<int>(i);
  }
  return -1;
}

// All but a longest run of members whose order is kept (patience sorting).
std::vector<ObjectId> OutOfOrder(std::vector<Placed>& siblings) {
  std::ranges::sort(siblings, {}, &Placed::expected);
  if (std::ranges::is_sorted(siblings, {}, &Placed::actual)) return {};
  constexpr size_t kNone = static_cast<size_t>(-1);
  std::vector<size_t> tails;
  std::vector<size_t> previous(siblings.size(), kNone);
  for (size_t i = 0; i < siblings.size(); ++i) {
    const auto at = std::ranges::lower_bound(tails, siblings[i].actual, {},
                                             [&](size_t tail) { return siblings[tail].actual; });
    if (at != tails.begin()) previous[i] = *std::prev(at);
    if (at == tails.end()) {
      tails.push_back(i);
    } else {
      *at = i;
    }
  }
  std::vector<bool> kept(siblings.size(), false);
  for (size_t i = tails.back(); i != kNone; i = previous[i]) kept[i] = true;
  std::vector<ObjectId> moved;
  for (size_t i = 0; i < siblings.size(); ++i) {
    if (!kept[i]) moved.push_back(siblings[i].id);
  }
  return moved;
}

}  // namespace

int64_t PositionOf(const Object& object) {
  const int attribute = RelativeAttribute(object.key.kind);
  if (attribute < 0) return 0;
  return InfoFor(object.key.kind).attributes[static_cast<size_t>(attribute)].number(object.payload);
}

SiblingOrder::SiblingOrder(const Catalog& expected, const Catalog& actual,
                           const std::vector<std::pair<ObjectId, ObjectId>>& matched) {
  std::vector<int> relative(kKindCount);
  for (size_t i = 0; i < kKindCount; ++i) relative[i] = RelativeAttribute(static_cast<Kind>(i));
  absl::flat_hash_map<ObjectId, std::vector<Placed>> families;
  for (const auto& [id, other] : matched) {
    const Object& object = expected.Get(id);
    const int index = relative[static_cast<size_t>(object.key.kind)];
    if (index < 0) continue;
    const AttributeInfo& attribute =
        InfoFor(object.key.kind).attributes[static_cast<size_t>(index)];
    families[object.parent].push_back(
        {id, attribute.number(object.payload), attribute.number(actual.Get(other).payload)});
  }
  for (auto& [parent, siblings] : families) {
    for (const ObjectId id : OutOfOrder(siblings)) moved_.insert(id);
  }
}

}  // namespace schemadiff
