// Names of all relations but indexes: pg_class. They become objects in the steps of their kinds.
//
// Members of extensions and relations of other schemas are there too, for those who refer to
// them; they stay without an object, and so do all their parts.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {

Step RelationsStep(const Scope& scope) {
  return {"the relations",
          "SELECT c.oid, c.relnamespace, c.relname, c.relkind FROM pg_class c"
          " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c') AND " +
              scope.Relations("c"),
          [](const RowSet& rows, Builder& builder) {
            builder.relations.reserve(rows.size());
            for (size_t i = 0; i < rows.size(); ++i) {
              Row row = rows[i];
              RelationInfo& relation = builder.relations[row.OidValue()];
              relation.schema = builder.scope.NamespaceName(row.OidValue());
              relation.name = row.NameText();
              relation.kind = row.Char();
            }
          }};
}

}  // namespace schemadiff::introspect
