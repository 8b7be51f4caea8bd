// Columns of tables, views, materialized views and composite types: pg_attribute, pg_attrdef.
#include <algorithm>

#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

std::string StorageName(char code) {
  switch (code) {
    case 'p':
      return "PLAIN";
    case 'e':
      return "EXTERNAL";
    case 'x':
      return "EXTENDED";
    case 'm':
      return "MAIN";
    default:
      return {};
  }
}

std::string CompressionName(char code) {
  if (code == 'p') return "pglz";
  return code == 'l' ? "lz4" : "";
}

Identity IdentityFrom(char code) {
  if (code == 'a') return Identity::kAlways;
  return code == 'd' ? Identity::kByDefault : Identity::kNone;
}

Generated GeneratedFrom(char code) {
  if (code == 's') return Generated::kStored;
  return code == 'v' ? Generated::kVirtual : Generated::kNone;
}

void ReadColumns(const RowSet& rows, Builder& builder) {
  // Sorting here costs less than an ORDER BY over rows that carry texts.
  struct Place {
    Oid relation;
    int number;
    uint32_t row;
  };
  std::vector<Place> places;
  places.reserve(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid relation = row.OidValue();
    places.push_back({relation, row.Int(), static_cast<uint32_t>(i)});
  }
  std::ranges::sort(places, [](const Place& a, const Place& b) {
    return std::pair(a.relation, a.number) < std::pair(b.relation, b.number);
  });

  Oid current = 0;
  int position = 0;
  for (const Place& place : places) {
    position = place.relation == current ? position + 1 : 1;
    current = place.relation;
    const auto found = builder.relations.find(place.relation);
    if (found == builder.relations.end()) continue;
    RelationInfo& relation = found->second;
    Row row = rows[place.row];
    row.Skip();
    row.Skip();
    relation.attributes.resize(static_cast<size_t>(place.number));
    RelationInfo::Attribute& attribute = relation.attributes.back();
    attribute.name = row.NameText();
    attribute.type = row.OidValue();
    attribute.collation = row.OidValue();
    if (relation.object == kNoObject) continue;
    Column column;
    column.position = position;
    column.type = builder.Type(row.Text());
    column.not_null = row.Bool();
    column.identity = IdentityFrom(row.Char());
    column.generated = GeneratedFrom(row.Char());
    column.is_local = row.Bool();
    column.inherited_from = row.Int();
    column.collation = ParseQualifiedName(row.Text());
    column.storage = StorageName(row.Char());
    column.compression = CompressionName(row.Char());
    if (const bool has_target = !row.IsNull(); has_target) {
      column.statistics_target = row.Int();
    } else {
      row.Skip();
    }
    AddAttributeOptions(row.Texts(), &column.options);
    column.default_value = ExpressionFrom(row);
    builder.catalog.Create(KeyFor<Column>(relation.schema, relation.name, attribute.name),
                           std::move(column), relation.object);
  }
}

}  // namespace

Step ColumnsStep(const Scope& scope) {
  // The server opens the relation that it is given, which takes most of its time; the default of a
  // column that is not generated refers to none, and is printed alike without. That the relation is
  // still there is then to be asked for.
  const std::string default_value =
      "CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid)"
      " WHEN pg_table_is_visible(d.adrelid) IS NOT NULL THEN pg_get_expr(d.adbin, 0) END";
  // -1 stood for "the default" in attstattarget until 17 made it NULL.
  return {"the columns",
          "SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.attcollation,"
          " format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,"
          " a.attislocal, a.attinhcount,"
          " CASE WHEN a.attcollation <> t.typcollation THEN (SELECT " +
              QualifiedNameSql("co.collnamespace", "co.collname") +
              " FROM pg_collation co WHERE co.oid = a.attcollation) END,"
              " CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END, " +
              scope.Since(140000, "a.attcompression", "''") +
              ", CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END, a.attoptions, " +
              Printed("d.adbin", default_value) +
              " FROM pg_attribute a"
              " JOIN pg_class c ON c.oid = a.attrelid"
              " JOIN pg_type t ON t.oid = a.atttypid"
              " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
              " WHERE a.attnum > 0 AND NOT a.attisdropped"
              " AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') AND " +
              scope.Relations("c"),
          ReadColumns, "", "a.attrelid"};
}

}  // namespace schemadiff::introspect
