// Rows of pg_catalog about relations.
#include <functional>

#include "engine/base/strings.h"
#include "engine/replay/catalog_rows_builder.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

// relkind; '\0' for what has no row in pg_class.
char RelationKind(const Object& object) {
  if (const auto* table = object.TryAs<Table>()) {
    if (!table->server.empty()) return 'f';
    return table->partition_key.empty() ? 'r' : 'p';
  }
  if (object.key.kind == KindOf<View>) return 'v';
  if (object.key.kind == KindOf<MaterializedView>) return 'm';
  if (object.key.kind == KindOf<Sequence>) return 'S';
  if (object.key.kind == KindOf<CompositeType>) return 'c';
  return '\0';
}

std::string_view Letter(char letter) {
  static constexpr std::string_view kLetters = "rpvmScI iutdne";
  const size_t at = kLetters.find(letter);
  return at == std::string_view::npos ? std::string_view() : kLetters.substr(at, 1);
}

std::vector<Kind> RelationKinds() {
  return {KindOf<Table>,    KindOf<View>,  KindOf<MaterializedView>,
          KindOf<Sequence>, KindOf<Index>, KindOf<CompositeType>};
}

void ForEachRelation(const Catalog& catalog, const std::function<void(ObjectId)>& visit) {
  for (const Kind kind : {KindOf<Table>, KindOf<View>, KindOf<MaterializedView>, KindOf<Sequence>,
                          KindOf<CompositeType>}) {
    catalog.ForEachOfKind(kind, [&](ObjectId id) { visit(id); });
  }
}

QualifiedName TableOfIndex(const Object& index) {
  if (const auto* own = index.TryAs<Index>()) return own->table;
  return {index.key.schema, index.key.table};
}

ObjectId TableIdOfIndex(const Catalog& catalog, const Object& index) {
  const QualifiedName table = TableOfIndex(index);
  return RelationIn(catalog, table.schema, table.name);
}

}  // namespace

void FillNamespaces(RowsBuilder& rows) {
  for (const std::string_view name : {"pg_catalog", "information_schema", "pg_toast"}) {
    rows.Add({{"oid", IdentityOfSchema(name)}, {"nspname", Value::Text(name)}});
  }
  rows.catalog().ForEachOfKind(KindOf<Schema>, [&](ObjectId id) {
    const Object& schema = rows.catalog().Get(id);
    rows.AddAbout(id, {{"oid", IdentityOfSchema(schema.key.name)}, {"nspname", NameValue(schema)}});
  });
  rows.AddUnknown({KindOf<Schema>}, "nspname");
}

void FillClasses(RowsBuilder& rows) {
  const Catalog& catalog = rows.catalog();
  ForEachRelation(catalog, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    const auto* table = object.TryAs<Table>();
    rows.AddAbout(
        id, {{"oid", IdentityOf(id)},
             {"relname", NameValue(object)},
             {"relnamespace", IdentityOfSchema(object.key.schema)},
             {"relkind", Value::Text(Letter(RelationKind(object)))},
             {"relispartition", Value::Bool(table != nullptr && IsPartition(object))},
             {"relrowsecurity", Value::Bool(table != nullptr && table->row_security)},
             {"relforcerowsecurity", Value::Bool(table != nullptr && table->force_row_security)}});
  });
  ForEachIndex(catalog, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    const ObjectId table = TableIdOfIndex(catalog, object);
    const bool partitioned = table != kNoObject && IsPartitioned(catalog.Get(table));
    rows.AddAbout(id, {{"oid", IdentityOf(id)},
                       {"relname", NameValue(object)},
                       {"relnamespace", IdentityOfSchema(object.key.schema)},
                       {"relkind", Value::Text(partitioned ? "I" : "i")},
                       {"relrowsecurity", Value::Bool(false)},
                       {"relforcerowsecurity", Value::Bool(false)}});
  });
  rows.AddOfServer("pg_class", "relname", "relnamespace");
  std::vector<Kind> kinds = RelationKinds();
  kinds.push_back(KindOf<Constraint>);
  rows.AddUnknown(kinds, "relname");
}

void FillAttributes(RowsBuilder& rows) {
  const Catalog& catalog = rows.catalog();
  catalog.ForEachOfKind(KindOf<Column>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    const auto& column = object.As<Column>();
    const ObjectId relation = RelationOf(catalog, id);
    if (relation == kNoObject) return;
    rows.AddAbout(id,
                  {{"attrelid", IdentityOf(relation)},
                   {"attname", NameValue(object)},
                   {"attnum", Value::Identity(StrCat("column ", column.position))},
                   {"atttypid", IdentityOfType(rows.cx(), column.type)},
                   {"attnotnull", Value::Bool(column.not_null)},
                   {"attisdropped", Value::Bool(false)},
                   {"atthasdef", Value::Bool(!column.default_value.empty())},
                   {"attidentity", Value::Text(column.identity == Identity::kNone     ? ""
                                               : column.identity == Identity::kAlways ? "a"
                                                                                      : "d")},
                   {"attgenerated", Value::Text(column.generated == Generated::kNone     ? ""
                                                : column.generated == Generated::kStored ? "s"
                                                                                         : "v")}});
  });
  // Of sequences, indexes and what comes with the server, and what was dropped.
  rows.Add({{"attrelid", Value::OfServer("pg_class")}}, false);
  ForEachRelation(catalog, [&](ObjectId id) {
    rows.Add({{"attrelid", IdentityOf(id)}, {"attisdropped", Value::Bool(true)}}, false);
  });
  rows.AddUnknownParts({KindOf<Column>}, "attname", "attrelid");
}

void FillIndexRows(RowsBuilder& rows) {
  ForEachIndex(rows.catalog(), [&](ObjectId id) {
    const Object& object = rows.catalog().Get(id);
    const ObjectId table = TableIdOfIndex(rows.catalog(), object);
    if (table == kNoObject) return;
    const IndexFacts facts = FactsOfIndex(object);
    rows.AddAbout(id, {{"indexrelid", IdentityOf(id)},
                       {"indrelid", IdentityOf(table)},
                       {"indisunique", Value::Bool(facts.unique)},
                       {"indisprimary", Value::Bool(facts.primary)},
                       {"indisexclusion", Value::Bool(facts.exclusion)},
                       {"indisvalid", Value::Bool(facts.valid)}});
  });
  rows.Add({{"indexrelid", Value::OfServer("pg_class")}, {"indrelid", Value::OfServer("pg_class")}},
           false);
  if (!rows.catalog().unknown().empty()) rows.Add({{"indexrelid", Value::Unknown()}}, false);
}

void FillIndexes(RowsBuilder& rows) {
  ForEachIndex(rows.catalog(), [&](ObjectId id) {
    const Object& object = rows.catalog().Get(id);
    rows.AddAbout(id, {{"schemaname", SchemaValue(object)},
                       {"tablename", Value::Text(TableOfIndex(object).name)},
                       {"indexname", NameValue(object)}});
  });
  rows.AddOfServer("pg_class", "indexname", "schemaname", "tablename");
  rows.AddUnknown({KindOf<Index>, KindOf<Constraint>}, "indexname", "tablename");
}

void FillInherits(RowsBuilder& rows) {
  const Catalog& catalog = rows.catalog();
  catalog.ForEachOfKind(KindOf<Table>, [&](ObjectId id) {
    for (const ObjectId parent : DirectParents(catalog, id)) {
      rows.AddAbout(id, {{"inhrelid", IdentityOf(id)}, {"inhparent", IdentityOf(parent)}});
    }
  });
  ForEachIndex(catalog, [&](ObjectId id) {
    const auto* index = catalog.Get(id).TryAs<Index>();
    if (index != nullptr && index->partition_of.empty()) return;
    rows.Add({{"inhrelid", IdentityOf(id)}}, false);
  });
  if (!catalog.unknown().empty()) rows.Add({{"inhrelid", Value::Unknown()}}, false);
}

void FillTables(RowsBuilder& rows) {
  rows.catalog().ForEachOfKind(KindOf<Table>, [&](ObjectId id) {
    const Object& object = rows.catalog().Get(id);
    if (!object.As<Table>().server.empty()) return;
    rows.AddAbout(id, {{"schemaname", SchemaValue(object)},
                       {"tablename", NameValue(object)},
                       {"rowsecurity", Value::Bool(object.As<Table>().row_security)}});
  });
  rows.AddOfServer("pg_class", "tablename", "schemaname");
  rows.AddUnknown({KindOf<Table>}, "tablename");
}

namespace {

void FillOneKind(RowsBuilder& rows, Kind kind, std::string_view name) {
  rows.catalog().ForEachOfKind(kind, [&](ObjectId id) {
    const Object& object = rows.catalog().Get(id);
    rows.AddAbout(id, {{"schemaname", SchemaValue(object)}, {name, NameValue(object)}});
  });
  rows.AddOfServer("pg_class", name, "schemaname");
  rows.AddUnknown({kind}, name);
}

}  // namespace

void FillViews(RowsBuilder& rows) { FillOneKind(rows, KindOf<View>, "viewname"); }

void FillMaterializedViews(RowsBuilder& rows) {
  FillOneKind(rows, KindOf<MaterializedView>, "matviewname");
}

void FillSequences(RowsBuilder& rows) { FillOneKind(rows, KindOf<Sequence>, "sequencename"); }

}  // namespace schemadiff::replay
