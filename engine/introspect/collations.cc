// Collations and encoding conversions: pg_collation, pg_conversion.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

CollationProvider ProviderFrom(char code) {
  if (code == 'i') return CollationProvider::kIcu;
  return code == 'b' ? CollationProvider::kBuiltin : CollationProvider::kLibc;
}

void ReadCollations(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name schema = builder.scope.NamespaceName(row.OidValue());
    const Name name = row.NameText();
    Collation collation;
    collation.provider = ProviderFrom(row.Char());
    collation.deterministic = row.Bool();
    collation.lc_collate = row.String();
    collation.lc_ctype = row.String();
    collation.locale = row.String();
    collation.rules = row.String();
    if (collation.provider != CollationProvider::kLibc) {
      // Before PostgreSQL 15 the two others hold the one.
      if (collation.locale.empty()) collation.locale = collation.lc_collate;
      collation.lc_collate.clear();
      collation.lc_ctype.clear();
    }
    builder.Register("pg_collation", oid,
                     builder.catalog.Create(KeyFor<Collation>(schema, name), std::move(collation)));
  }
}

void ReadConversions(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name schema = builder.scope.NamespaceName(row.OidValue());
    const Name name = row.NameText();
    Conversion conversion;
    conversion.from_encoding = row.String();
    conversion.to_encoding = row.String();
    conversion.function = ParseQualifiedName(row.Text());
    conversion.is_default = row.Bool();
    builder.Register(
        "pg_conversion", oid,
        builder.catalog.Create(KeyFor<Conversion>(schema, name), std::move(conversion)));
  }
}

}  // namespace

Step CollationsStep(const Scope& scope) {
  // Those of other encodings than the database's are not there for anyone.
  return {"the collations",
          "SELECT c.oid, c.collnamespace, c.collname, c.collprovider, c.collisdeterministic,"
          " c.collcollate, c.collctype, " +
              scope.Since(170000, "c.colllocale", scope.Since(150000, "c.colliculocale", "NULL")) +
              ", " + scope.Since(160000, "c.collicurules", "NULL") +
              " FROM pg_collation c WHERE c.collencoding IN (-1, (SELECT encoding FROM pg_database"
              " WHERE datname = current_database())) AND " +
              scope.In("c.collnamespace") + " AND " + scope.NotInExtension("pg_collation", "c.oid"),
          ReadCollations, "pg_collation c WHERE " + scope.In("c.collnamespace")};
}

Step ConversionsStep(const Scope& scope) {
  return {"the conversions",
          "SELECT c.oid, c.connamespace, c.conname, pg_encoding_to_char(c.conforencoding),"
          " pg_encoding_to_char(c.contoencoding), c.conproc, c.condefault"
          " FROM pg_conversion c WHERE " +
              scope.In("c.connamespace") + " AND " + scope.NotInExtension("pg_conversion", "c.oid"),
          ReadConversions, "pg_conversion c WHERE " + scope.In("c.connamespace")};
}

}  // namespace schemadiff::introspect
