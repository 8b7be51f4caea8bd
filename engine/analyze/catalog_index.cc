#include "engine/analyze/catalog_index.h"

namespace schemadiff::sema {

void CatalogIndex::Refresh() {
  if (catalog_.end_id() < seen_) {  // another catalog took its place
    seen_ = 0;
    routines_.clear();
    range_types_.clear();
    extensions_.clear();
  }
  for (; seen_ < catalog_.end_id(); ++seen_) {
    if (!catalog_.IsLive(seen_)) continue;
    const Kind kind = catalog_.Get(seen_).key.kind;
    if (kind == KindOf<Function> || kind == KindOf<Aggregate>) routines_.push_back(seen_);
    if (kind == KindOf<RangeType>) range_types_.push_back(seen_);
    if (kind == KindOf<Extension>) extensions_.push_back(seen_);
  }
}

std::vector<ObjectId> CatalogIndex::RoutinesNamed(Name name) {
  Refresh();
  std::vector<ObjectId> found;
  for (const ObjectId id : routines_) {
    if (catalog_.IsLive(id) && catalog_.Get(id).key.name == name) found.push_back(id);
  }
  return found;
}

std::vector<ObjectId> CatalogIndex::Live(const std::vector<ObjectId>* list) {
  Refresh();
  std::vector<ObjectId> found;
  for (const ObjectId id : *list) {
    if (catalog_.IsLive(id)) found.push_back(id);
  }
  return found;
}

}  // namespace schemadiff::sema
