// Publications: pg_publication, pg_publication_rel, pg_publication_namespace. They live in no
// schema: with a list of schemas to read they are none of ours, as with pg_dump.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

std::string Wanted(const Scope& scope) { return scope.whole_database ? "" : " WHERE false"; }

void ReadPublications(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name name = row.NameText();
    Publication publication;
    publication.all_tables = row.Bool();
    for (const char* action : {"insert", "update", "delete", "truncate"}) {
      if (row.Bool()) publication.publish.emplace_back(action);
    }
    publication.via_root = row.Bool();
    if (row.Char() == 's') publication.generated_columns = PublishedGenerated::kStored;
    builder.Register("pg_publication", oid,
                     builder.catalog.Create(KeyFor<Publication>(name), std::move(publication)));
  }
}

void ReadPublishedTables(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const ObjectId publication = builder.ObjectOf("pg_publication", row.OidValue());
    const RelationInfo* relation = builder.FindRelation(row.OidValue());
    if (publication == kNoObject || relation == nullptr || relation->object == kNoObject) continue;
    PublishedTable published;
    published.columns = relation->AttributeNames(row.Integers());
    published.filter = ExpressionFrom(row);
    const Name name = builder.catalog.Get(publication).key.name;
    builder.Register(
        "pg_publication_rel", oid,
        builder.catalog.Create(KeyFor<PublishedTable>(relation->schema, relation->name, name),
                               std::move(published), relation->object));
  }
}

void ReadPublishedSchemas(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const ObjectId publication = builder.ObjectOf("pg_publication", row.OidValue());
    const Oid schema = row.OidValue();
    if (publication == kNoObject || !builder.scope.Reads(schema)) continue;
    const Name schema_name = builder.scope.NamespaceName(schema);
    const ObjectId parent = builder.catalog.IdOf(KeyFor<Schema>(schema_name));
    const Name name = builder.catalog.Get(publication).key.name;
    builder.catalog.Create(KeyFor<PublishedSchema>(schema_name, name), PublishedSchema(), parent);
  }
}

}  // namespace

Step PublicationsStep(const Scope& scope) {
  return {"the publications",
          "SELECT p.oid, p.pubname, p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete,"
          " p.pubtruncate, p.pubviaroot, " +
              scope.Since(180000, "p.pubgencols", "'n'") + " FROM pg_publication p" + Wanted(scope),
          ReadPublications, "pg_publication"};
}

Step PublishedTablesStep(const Scope& scope) {
  return {"the tables of publications",
          "SELECT r.oid, r.prpubid, r.prrelid, " +
              scope.Since(150000,
                          "r.prattrs, " + Printed("r.prqual", "pg_get_expr(r.prqual, r.prrelid)"),
                          "NULL, NULL") +
              " FROM pg_publication_rel r" + Wanted(scope),
          ReadPublishedTables, "pg_publication_rel"};
}

Step PublishedSchemasStep(const Scope& scope) {
  if (scope.version < 150000) {
    return {"the schemas of publications", "SELECT WHERE false", [](const RowSet&, Builder&) {},
            "pg_publication p WHERE false"};
  }
  return {"the schemas of publications",
          "SELECT n.pnpubid, n.pnnspid FROM pg_publication_namespace n" + Wanted(scope),
          ReadPublishedSchemas, "pg_publication_namespace"};
}

}  // namespace schemadiff::introspect
