// Rows of the views of information_schema, for somebody who may see everything.
#include "engine/base/strings.h"
#include "engine/replay/catalog_rows_builder.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

std::string_view ConstraintWords(ConstraintType type) {
  switch (type) {
    case ConstraintType::kForeignKey:
      return "FOREIGN KEY";
    case ConstraintType::kPrimaryKey:
      return "PRIMARY KEY";
    case ConstraintType::kUnique:
      return "UNIQUE";
    case ConstraintType::kCheck:
    case ConstraintType::kNotNull:
      return "CHECK";
    case ConstraintType::kExclusion:
      break;
  }
  return {};
}

// Whether a constraint of a table, not of a domain.
bool OfTable(const Catalog& catalog, ObjectId id) {
  const ObjectId relation = RelationOf(catalog, id);
  return relation != kNoObject && IsRelation(catalog.Get(relation));
}

Value DataType(const Context& cx, const TypeRef& type) {
  if (type.array) return Value::Text("ARRAY");
  if (type.schema != "pg_catalog") {
    const ObjectId id = TypeIn(cx.catalog, type.schema, type.name);
    // A domain shows as its base type.
    if (id == kNoObject || cx.catalog.Get(id).key.kind == KindOf<Domain>) return Value::Unknown();
    return Value::Text("USER-DEFINED");
  }
  TypeRef plain = type;
  plain.modifiers = {};
  return Value::Text(FormatTypeWithoutModifiers(plain, cx.major()));
}

Value UnderlyingName(const Context& cx, const TypeRef& type) {
  if (type.array) return Value::Text(StrCat("_", type.name));
  const ObjectId id =
      type.schema == "pg_catalog" ? kNoObject : TypeIn(cx.catalog, type.schema, type.name);
  if (id != kNoObject && cx.catalog.Get(id).key.kind == KindOf<Domain>) return Value::Unknown();
  return Value::Text(type.name);
}

Value MaximumLength(const TypeRef& type) {
  if (type.array || type.schema != "pg_catalog") return Value::Unknown();
  if (type.name != "varchar" && type.name != "bpchar") return Value::Null();
  if (type.modifiers.empty()) return Value::Null();
  const std::optional<int64_t> length = NumberOf(Value::Text(type.modifiers));
  return length ? Value::Number(*length) : Value::Unknown();
}

Value ColumnDefault(const Column& column) {
  if (column.default_value.empty() || column.generated != Generated::kNone) return Value::Null();
  // Its text depends on search_path.
  return Value::Unknown();
}

std::string_view ActionWords(ForeignKeyAction action) {
  return kEnumText<ForeignKeyAction>[static_cast<size_t>(action)];
}

}  // namespace

void FillSchemata(RowsBuilder& rows) {
  for (const std::string_view name : {"pg_catalog", "information_schema", "pg_toast"}) {
    rows.Add({{"schema_name", Value::Text(name)}});
  }
  rows.catalog().ForEachOfKind(KindOf<Schema>, [&](ObjectId id) {
    rows.AddAbout(id, {{"schema_name", NameValue(rows.catalog().Get(id))}});
  });
  rows.AddUnknown({KindOf<Schema>}, "schema_name");
}

void FillInformationTables(RowsBuilder& rows) {
  const auto add = [&](Kind kind, std::string_view type) {
    rows.catalog().ForEachOfKind(kind, [&](ObjectId id) {
      const Object& object = rows.catalog().Get(id);
      const bool temporary = IsTemporary(object);
      rows.AddAbout(id, {{"table_schema", temporary ? Value::Unknown() : SchemaValue(object)},
                         {"table_name", NameValue(object)},
                         {"table_type", Value::Text(temporary           ? "LOCAL TEMPORARY"
                                                    : IsForeign(object) ? "FOREIGN"
                                                                        : type)}});
    });
  };
  add(KindOf<Table>, "BASE TABLE");
  add(KindOf<View>, "VIEW");
  rows.AddOfServer("pg_class", "table_name", "table_schema");
  rows.AddUnknown({KindOf<Table>, KindOf<View>}, "table_name");
}

void FillInformationColumns(RowsBuilder& rows) {
  const Catalog& catalog = rows.catalog();
  catalog.ForEachOfKind(KindOf<Column>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    const ObjectId relation = RelationOf(catalog, id);
    if (relation == kNoObject) return;
    const Kind kind = catalog.Get(relation).key.kind;
    if (kind != KindOf<Table> && kind != KindOf<View>) return;
    const auto& column = object.As<Column>();
    rows.AddAbout(id, {{"table_schema", SchemaValue(object)},
                       {"table_name", TableValue(object)},
                       {"column_name", NameValue(object)},
                       {"data_type", DataType(rows.cx(), column.type)},
                       {"udt_name", UnderlyingName(rows.cx(), column.type)},
                       {"character_maximum_length", MaximumLength(column.type)},
                       {"is_nullable", YesOrNo(!column.not_null)},
                       {"column_default", ColumnDefault(column)},
                       {"is_identity", YesOrNo(column.identity != Identity::kNone)},
                       {"is_generated",
                        Value::Text(column.generated == Generated::kNone ? "NEVER" : "ALWAYS")}});
  });
  rows.AddOfServer("pg_class", "table_name", "table_schema");
  rows.AddUnknown({KindOf<Column>}, "column_name", "table_name");
}

void FillInformationViews(RowsBuilder& rows) {
  rows.catalog().ForEachOfKind(KindOf<View>, [&](ObjectId id) {
    const Object& object = rows.catalog().Get(id);
    rows.AddAbout(id, {{"table_schema", SchemaValue(object)}, {"table_name", NameValue(object)}});
  });
  rows.AddOfServer("pg_class", "table_name", "table_schema");
  rows.AddUnknown({KindOf<View>}, "table_name");
}

void FillInformationSequences(RowsBuilder& rows) {
  rows.catalog().ForEachOfKind(KindOf<Sequence>, [&](ObjectId id) {
    const Object& object = rows.catalog().Get(id);
    if (object.As<Sequence>().identity) return;
    rows.AddAbout(id,
                  {{"sequence_schema", SchemaValue(object)}, {"sequence_name", NameValue(object)}});
  });
  rows.AddOfServer("pg_class", "sequence_name", "sequence_schema");
  rows.AddUnknown({KindOf<Sequence>}, "sequence_name");
}

void FillTableConstraints(RowsBuilder& rows) {
  const Catalog& catalog = rows.catalog();
  catalog.ForEachOfKind(KindOf<Constraint>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    const std::string_view words = ConstraintWords(object.As<Constraint>().type);
    if (words.empty() || !OfTable(catalog, id)) return;
    rows.AddAbout(id, {{"constraint_schema", SchemaValue(object)},
                       {"constraint_name", NameValue(object)},
                       {"table_schema", SchemaValue(object)},
                       {"table_name", TableValue(object)},
                       {"constraint_type", Value::Text(words)}});
  });
  // Columns that are NOT NULL show as checks with names made of OIDs.
  catalog.ForEachOfKind(KindOf<Column>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    if (!object.As<Column>().not_null) return;
    rows.Add({{"constraint_schema", SchemaValue(object)},
              {"constraint_name", Value::OfServer("pg_constraint")},
              {"table_schema", SchemaValue(object)},
              {"table_name", TableValue(object)},
              {"constraint_type", Value::Text("CHECK")}},
             false);
  });
  rows.AddOfServer("pg_constraint", "constraint_name", "table_schema", "table_name");
  rows.AddUnknown({KindOf<Constraint>}, "constraint_name", "table_name");
}

namespace {

void AddKeyColumns(RowsBuilder& rows, bool referenced) {
  const Catalog& catalog = rows.catalog();
  catalog.ForEachOfKind(KindOf<Constraint>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    const auto& constraint = object.As<Constraint>();
    if (!OfTable(catalog, id)) return;
    const bool key = constraint.type == ConstraintType::kPrimaryKey ||
                     constraint.type == ConstraintType::kUnique;
    const bool foreign = constraint.type == ConstraintType::kForeignKey;
    if (!key && !foreign) {
      if (constraint.type == ConstraintType::kCheck && referenced) {
        rows.Add({{"constraint_schema", SchemaValue(object)},
                  {"constraint_name", NameValue(object)},
                  {"table_schema", SchemaValue(object)},
                  {"table_name", TableValue(object)}},
                 false);
      }
      return;
    }
    const bool other = foreign && referenced;
    const std::vector<Name>& columns = other ? constraint.referenced_columns : constraint.columns;
    for (const Name column : columns) {
      rows.AddAbout(
          id,
          {{"constraint_schema", SchemaValue(object)},
           {"constraint_name", NameValue(object)},
           {"table_schema", Value::Text(other ? constraint.references.schema : object.key.schema)},
           {"table_name", Value::Text(other ? constraint.references.name : object.key.table)},
           {"column_name", Value::Text(column)}});
    }
  });
  rows.AddOfServer("pg_constraint", "constraint_name", "table_schema", "table_name");
  rows.AddUnknown({KindOf<Constraint>}, "constraint_name", "table_name");
}

}  // namespace

void FillKeyColumns(RowsBuilder& rows) { AddKeyColumns(rows, /*referenced=*/false); }

void FillConstraintColumns(RowsBuilder& rows) { AddKeyColumns(rows, /*referenced=*/true); }

void FillReferentialConstraints(RowsBuilder& rows) {
  rows.catalog().ForEachOfKind(KindOf<Constraint>, [&](ObjectId id) {
    const Object& object = rows.catalog().Get(id);
    const auto& constraint = object.As<Constraint>();
    if (constraint.type != ConstraintType::kForeignKey) return;
    rows.AddAbout(id, {{"constraint_schema", SchemaValue(object)},
                       {"constraint_name", NameValue(object)},
                       {"update_rule", Value::Text(ActionWords(constraint.on_update))},
                       {"delete_rule", Value::Text(ActionWords(constraint.on_delete))}});
  });
  rows.AddUnknown({KindOf<Constraint>}, "constraint_name");
  if (!rows.catalog().unknown().empty()) rows.Add({{"constraint_name", Value::Unknown()}}, false);
}

void FillInformationTriggers(RowsBuilder& rows) {
  const Catalog& catalog = rows.catalog();
  catalog.ForEachOfKind(KindOf<Trigger>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    const auto& trigger = object.As<Trigger>();
    static constexpr std::pair<bool Trigger::*, std::string_view> kEvents[] = {
        {&Trigger::on_insert, "INSERT"},
        {&Trigger::on_update, "UPDATE"},
        {&Trigger::on_delete, "DELETE"}};
    for (const auto& [member, event] : kEvents) {
      if (!(trigger.*member)) continue;
      rows.AddAbout(id,
                    {{"trigger_schema", SchemaValue(object)},
                     {"trigger_name", NameValue(object)},
                     {"event_manipulation", Value::Text(event)},
                     {"event_object_schema", SchemaValue(object)},
                     {"event_object_table", TableValue(object)},
                     {"action_timing",
                      Value::Text(kEnumText<TriggerTiming>[static_cast<size_t>(trigger.timing)])}});
    }
  });
  rows.AddUnknown({KindOf<Trigger>}, "trigger_name", "event_object_table");
}

void FillInformationRoutines(RowsBuilder& rows) {
  rows.catalog().ForEachOfKind(KindOf<Function>, [&](ObjectId id) {
    const Object& object = rows.catalog().Get(id);
    const bool procedure = object.As<Function>().type == RoutineType::kProcedure;
    rows.AddAbout(id, {{"routine_schema", SchemaValue(object)},
                       {"routine_name", NameValue(object)},
                       {"routine_type", Value::Text(procedure ? "PROCEDURE" : "FUNCTION")}});
  });
  rows.catalog().ForEachOfKind(KindOf<Aggregate>, [&](ObjectId id) {
    const Object& object = rows.catalog().Get(id);
    rows.AddAbout(id, {{"routine_schema", SchemaValue(object)},
                       {"routine_name", NameValue(object)},
                       {"routine_type", Value::Null()}});
  });
  rows.AddOfServer("pg_proc", "routine_name", "routine_schema");
  rows.AddUnknown({KindOf<Function>, KindOf<Aggregate>}, "routine_name");
}

}  // namespace schemadiff::replay
