// Where in a catalog the routines, range types and extensions are.
#pragma once

#include <vector>

#include "engine/base/name.h"
#include "engine/catalog/catalog.h"

namespace schemadiff::sema {

/// What is there now, by the catalog's own indexes.
class CatalogIndex {
 public:
  explicit CatalogIndex(const Catalog& catalog) : catalog_(catalog) {}

  /// Functions and aggregates of that name, in all schemas.
  std::vector<ObjectId> RoutinesNamed(Name name) const;
  std::vector<ObjectId> RangeTypes() const { return OfKind(KindOf<RangeType>); }
  std::vector<ObjectId> Extensions() const { return OfKind(KindOf<Extension>); }

 private:
  std::vector<ObjectId> OfKind(Kind kind) const;

  const Catalog& catalog_;
};

}  // namespace schemadiff::sema
