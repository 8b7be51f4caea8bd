// Schemas: pg_namespace. System schemas and members of extensions are none of ours.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {

Step SchemasStep(const Scope& scope) {
  return {"the schemas",
          "SELECT oid, nspname FROM pg_namespace WHERE " + scope.In("oid") + " AND " +
              Scope::NotInExtension("pg_namespace", "oid"),
          [](const RowSet& rows, Builder& builder) {
            for (size_t i = 0; i < rows.size(); ++i) {
              Row row = rows[i];
              const Oid oid = row.OidValue();
              builder.Register("pg_namespace", oid,
                               builder.catalog.Create(KeyFor<Schema>(row.NameText()), Schema{}));
            }
          }};
}

}  // namespace schemadiff::introspect
