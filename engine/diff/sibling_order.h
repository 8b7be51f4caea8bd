// Which of the objects that both sides have stand in another order among their siblings.
#pragma once

#include <absl/container/flat_hash_set.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/catalog/catalog.h"

namespace schemadiff {

/// An object's position among its siblings; 0 where its kind has none.
int64_t PositionOf(const Object& object);

/// A column that was added in the middle shifts the position of all that follow; that is no
/// difference of theirs. So positions are compared as an order: among the siblings that both
/// sides have, the fewest that must move to turn one order into the other are "moved".
class SiblingOrder {
 public:
  /// `matched` pairs the ids of the same object in the two catalogs.
  SiblingOrder(const Catalog& expected, const Catalog& actual,
               const std::vector<std::pair<ObjectId, ObjectId>>& matched);

  /// By the id in the expected catalog.
  bool Moved(ObjectId expected_id) const { return moved_.contains(expected_id); }

 private:
  absl::flat_hash_set<ObjectId> moved_;
};

}  // namespace schemadiff
