#include "engine/analyze/catalog_index.h"

#include <algorithm>

namespace schemadiff::sema {

std::vector<ObjectId> CatalogIndex::RoutinesNamed(Name name) const {
  std::vector<ObjectId> found;
  const auto look_in = [&](Name schema) {
    catalog_.FindNamed(schema, name, [&](ObjectId id) {
      const Kind kind = catalog_.Get(id).key.kind;
      if (kind == KindOf<Function> || kind == KindOf<Aggregate>) found.push_back(id);
      return false;  // all of them
    });
  };
  catalog_.ForEachOfKind(KindOf<Schema>, [&](ObjectId id) { look_in(catalog_.Get(id).key.name); });
  // Those that may have routines without being objects.
  static const Name kOthers[] = {"pg_catalog", "information_schema", "pg_temp", "public"};
  for (const Name schema : kOthers) {
    if (catalog_.Find(KeyFor<Schema>(schema)) == nullptr) look_in(schema);
  }
  std::ranges::sort(found);
  return found;
}

std::vector<ObjectId> CatalogIndex::OfKind(Kind kind) const {
  std::vector<ObjectId> found;
  catalog_.ForEachOfKind(kind, [&](ObjectId id) { found.push_back(id); });
  return found;
}

}  // namespace schemadiff::sema
