#include "engine/catalog/dependency.h"

namespace schemadiff {

ObjectId ReferencedColumn(const Catalog& catalog, const Dependency& reference) {
  if (reference.column.empty()) return kNoObject;
  const ObjectKey& relation = catalog.Get(reference.object).key;
  return catalog.IdOf(KeyFor<Column>(relation.schema, relation.name, reference.column));
}

}  // namespace schemadiff
