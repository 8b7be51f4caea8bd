// Where in a catalog the routines, range types and extensions are.
#pragma once

#include <vector>

#include "engine/base/name.h"
#include "engine/catalog/catalog.h"

namespace schemadiff::sema {

/// Follows a catalog as it grows. Ids are never given to another object, so that looking at the
/// new ones is enough; what was dropped or renamed shows when an entry is read.
class CatalogIndex {
 public:
  explicit CatalogIndex(const Catalog& catalog) : catalog_(catalog) {}

  /// Functions and aggregates of that name, in all schemas.
  std::vector<ObjectId> RoutinesNamed(Name name);
  std::vector<ObjectId> RangeTypes() { return Live(&range_types_); }
  std::vector<ObjectId> Extensions() { return Live(&extensions_); }

 private:
  void Refresh();
  std::vector<ObjectId> Live(const std::vector<ObjectId>* list);

  const Catalog& catalog_;
  ObjectId seen_ = 0;
  std::vector<ObjectId> routines_;
  std::vector<ObjectId> range_types_;
  std::vector<ObjectId> extensions_;
};

}  // namespace schemadiff::sema
