// Index keys in the server's own words: pg_get_indexdef, for the few indexes that need it.
#include "engine/introspect/definition_text.h"
#include "engine/introspect/failure.h"
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

void ReadIndexDefinitions(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const auto found = builder.indexes.find(row.OidValue());
    if (found == builder.indexes.end()) continue;
    const std::string definition = ExpressionFrom(row).text();
    const std::vector<std::string> keys = row.Texts();
    auto& index = builder.catalog.Edit<Index>(found->second);
    const auto suffixes = ParseKeySuffixes(definition, keys);
    if (!suffixes || suffixes->size() != index.keys.size()) {
      throw Failure(absl::InternalError(
          StrCat("an index definition of the server has an unknown form: ", definition)));
    }
    for (size_t k = 0; k < keys.size(); ++k) {
      IndexKey& key = index.keys[k];
      if (key.column.empty()) key.expression = Expression::Canonical(keys[k]);
      key.collation = (*suffixes)[k].collation;
      // Printed where it is not the default one, or has options.
      key.opclass = (*suffixes)[k].operator_class;
    }
  }
}

}  // namespace

Step IndexDefinitionsStep(const Builder& builder) {
  return {"the definitions of indexes",
          "SELECT i.indexrelid, coalesce(pg_get_indexdef(i.indexrelid), ''),"
          " ARRAY(SELECT pg_get_indexdef(i.indexrelid, n, false)"
          " FROM generate_series(1, i.indnkeyatts::int) n ORDER BY n)"
          " FROM pg_index i WHERE i.indexrelid = ANY ('{" +
              StrJoin(builder.incomplete_indexes, ",") + "}'::oid[])",
          ReadIndexDefinitions};
}

}  // namespace schemadiff::introspect
