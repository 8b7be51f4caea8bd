// Schemas: pg_namespace, of which the scope knows. System schemas and members of extensions are
// none of ours.
#include <algorithm>

#include "engine/introspect/steps.h"

namespace schemadiff::introspect {

void MakeSchemas(Builder& builder) {
  std::vector<Oid> oids;
  for (const auto& [oid, entry] : builder.scope.namespaces) {
    if (entry.read && !entry.of_extension) oids.push_back(oid);
  }
  std::ranges::sort(oids);
  for (const Oid oid : oids) {
    const ObjectKey key = KeyFor<Schema>(builder.scope.NamespaceName(oid));
    builder.Register("pg_namespace", oid, builder.catalog.Create(key, Schema{}));
  }
}

}  // namespace schemadiff::introspect
