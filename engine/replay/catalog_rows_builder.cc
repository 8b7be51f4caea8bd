#include "engine/replay/catalog_rows_builder.h"

#include <algorithm>
#include <array>

#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {

size_t RowsBuilder::Column(std::string_view name) {
  if (const std::optional<size_t> at = result_.Find(name)) return *at;
  result_.columns.push_back(name);
  for (CatalogRow& row : result_.rows) row.values.resize(result_.columns.size());
  return result_.columns.size() - 1;
}

void RowsBuilder::Add(std::initializer_list<Cell> cells, bool certain) {
  CatalogRow row;
  row.certain = certain;
  for (const auto& [name, value] : cells) {
    const size_t at = Column(name);
    row.values.resize(result_.columns.size());
    row.values[at] = value;
  }
  row.values.resize(result_.columns.size());
  result_.rows.push_back(std::move(row));
}

void RowsBuilder::AddAbout(ObjectId id, std::initializer_list<Cell> cells) {
  Add(cells, catalog().UnknownReason(catalog().Get(id).key) == nullptr);
}

void RowsBuilder::AddOfServer(std::string_view catalog, std::string_view name,
                              std::string_view schema, std::string_view relation) {
  if (relation.empty()) {
    Add({{name, Value::OfServer(catalog)}, {schema, Value::OfServer("pg_namespace")}}, false);
  } else {
    Add({{name, Value::OfServer(catalog)},
         {schema, Value::OfServer("pg_namespace")},
         {relation, Value::OfServer("pg_class")}},
        false);
  }
  // What extensions bring may be in any schema.
  bool extended = false;
  this->catalog().ForEachOfKind(KindOf<Extension>, [&](ObjectId id) {
    extended |= this->catalog().Get(id).key.name != "plpgsql";
  });
  if (!extended) return;
  if (relation.empty()) {
    Add({{name, Value::OfServer(catalog)}}, false);
  } else {
    Add({{name, Value::OfServer(catalog)}, {relation, Value::OfServer("pg_class")}}, false);
  }
}

void RowsBuilder::AddUnknown(const std::vector<Kind>& kinds, std::string_view name,
                             std::string_view table) {
  for (const auto& [key, reason] : catalog().unknown()) {
    if (key.kind == kNoKind) {
      // Any object of that name, and the parts of any relation of that name.
      Add({{name, Value::Text(key.name)}}, false);
      if (!table.empty()) Add({{table, Value::Text(key.name)}}, false);
      continue;
    }
    if (!table.empty() && key.table.empty()) {
      Add({{table, Value::Text(key.name)}}, false);
      continue;
    }
    if (std::ranges::find(kinds, key.kind) == kinds.end()) continue;
    const Value own = key.name.empty() ? Value::Unknown() : Value::Text(key.name);
    if (table.empty()) {
      Add({{name, own}}, false);
    } else {
      Add({{name, own}, {table, Value::Text(key.table)}}, false);
    }
  }
}

void RowsBuilder::AddUnknownParts(const std::vector<Kind>& kinds, std::string_view name,
                                  std::string_view relation) {
  // Of a relation that is not held: none of those that are.
  const auto identity = [](ObjectId id) {
    return id == kNoObject ? Value::OfServer("pg_class") : IdentityOf(id);
  };
  static constexpr std::array kRelations = {kNoKind, KindOf<Table>, KindOf<View>,
                                            KindOf<MaterializedView>, KindOf<CompositeType>};
  for (const auto& [key, reason] : catalog().unknown()) {
    if (!key.table.empty()) {
      if (std::ranges::find(kinds, key.kind) == kinds.end()) continue;
      const Value own = key.name.empty() ? Value::Unknown() : Value::Text(key.name);
      Add({{name, own}, {relation, identity(RelationIn(catalog(), key.schema, key.table))}}, false);
      continue;
    }
    if (std::ranges::find(kRelations, key.kind) == kRelations.end()) continue;
    if (key.kind == kNoKind) Add({{name, Value::Text(key.name)}}, false);
    Add({{name, Value::Unknown()}, {relation, identity(kNoObject)}}, false);
    for (const Kind kind : kRelations) {
      if (kind == kNoKind) continue;
      catalog().ForEachOfKind(kind, [&](ObjectId id) {
        const ObjectKey& other = catalog().Get(id).key;
        if (other.name != key.name || (!key.schema.empty() && other.schema != key.schema)) return;
        Add({{name, Value::Unknown()}, {relation, IdentityOf(id)}}, false);
      });
    }
  }
}

Value NameValue(const Object& object) { return Value::Text(object.key.name); }

Value SchemaValue(const Object& object) { return Value::Text(object.key.schema); }

Value TableValue(const Object& object) { return Value::Text(object.key.table); }

Value YesOrNo(bool yes) { return Value::Text(yes ? "YES" : "NO"); }

ObjectId RelationOf(const Catalog& catalog, ObjectId part) {
  const Object& object = catalog.Get(part);
  if (object.parent != kNoObject) return object.parent;
  return RelationIn(catalog, object.key.schema, object.key.table);
}

void ForEachIndex(const Catalog& catalog, const std::function<void(ObjectId)>& visit) {
  catalog.ForEachOfKind(KindOf<Index>, [&](ObjectId id) { visit(id); });
  catalog.ForEachOfKind(KindOf<Constraint>, [&](ObjectId id) {
    switch (catalog.Get(id).As<Constraint>().type) {
      case ConstraintType::kPrimaryKey:
      case ConstraintType::kUnique:
      case ConstraintType::kExclusion:
        visit(id);
        break;
      default:
        break;
    }
  });
}

}  // namespace schemadiff::replay
