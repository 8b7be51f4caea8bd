// Extensions: pg_extension. What they contain is their own business.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {

Step ExtensionsStep(const Scope&) {
  return {"the extensions",
          "SELECT e.oid, e.extname, n.nspname, e.extversion FROM pg_extension e"
          " JOIN pg_namespace n ON n.oid = e.extnamespace",
          [](const RowSet& rows, Builder& builder) {
            for (size_t i = 0; i < rows.size(); ++i) {
              Row row = rows[i];
              const Oid oid = row.OidValue();
              const ObjectKey key = KeyFor<Extension>(row.NameText());
              Extension extension;
              extension.schema = row.NameText();
              extension.version = row.String();
              builder.Register("pg_extension", oid,
                               builder.catalog.Create(key, std::move(extension)));
            }
          }};
}

}  // namespace schemadiff::introspect
