// Rows of pg_catalog about types, constraints, triggers, routines, extensions, policies and roles.
#include "engine/base/strings.h"
#include "engine/replay/catalog_rows_builder.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

void AddType(RowsBuilder& rows, ObjectId id, std::string_view letter, ObjectId relation) {
  const Object& object = rows.catalog().Get(id);
  const TypeRef type{object.key.schema, object.key.name, {}, false};
  TypeRef array = type;
  array.array = true;
  rows.AddAbout(id, {{"oid", IdentityOfType(rows.cx(), type)},
                     {"typname", NameValue(object)},
                     {"typnamespace", IdentityOfSchema(object.key.schema)},
                     {"typtype", Value::Text(letter)},
                     {"typrelid", relation == kNoObject ? Value::Number(0) : IdentityOf(relation)},
                     {"typarray", IdentityOfType(rows.cx(), array)}});
  // Another name where that is taken; no matter.
  rows.AddAbout(id, {{"oid", IdentityOfType(rows.cx(), array)},
                     {"typname", Value::Text(StrCat("_", object.key.name))},
                     {"typnamespace", IdentityOfSchema(object.key.schema)},
                     {"typtype", Value::Text("b")},
                     {"typrelid", Value::Number(0)},
                     {"typelem", IdentityOfType(rows.cx(), type)}});
}

std::string_view TypeLetter(ConstraintType type) {
  switch (type) {
    case ConstraintType::kCheck:
      return "c";
    case ConstraintType::kForeignKey:
      return "f";
    case ConstraintType::kPrimaryKey:
      return "p";
    case ConstraintType::kUnique:
      return "u";
    case ConstraintType::kExclusion:
      return "x";
    case ConstraintType::kNotNull:
      return "n";
  }
  return {};
}

std::string_view ActionLetter(ForeignKeyAction action) {
  switch (action) {
    case ForeignKeyAction::kNoAction:
      return "a";
    case ForeignKeyAction::kRestrict:
      return "r";
    case ForeignKeyAction::kCascade:
      return "c";
    case ForeignKeyAction::kSetNull:
      return "n";
    case ForeignKeyAction::kSetDefault:
      return "d";
  }
  return {};
}

Value ColumnNumbers(const Catalog& catalog, ObjectId relation, const std::vector<Name>& names) {
  std::vector<Value> numbers;
  for (const Name name : names) {
    const ObjectId column = relation == kNoObject ? kNoObject : FindColumn(catalog, relation, name);
    if (column == kNoObject) return Value::Unknown();
    numbers.push_back(
        Value::Identity(StrCat("column ", catalog.Get(column).As<Column>().position)));
  }
  return Value::Array(std::move(numbers));
}

}  // namespace

void FillTypes(RowsBuilder& rows) {
  const Catalog& catalog = rows.catalog();
  const auto plain = [&](Kind kind, std::string_view letter) {
    catalog.ForEachOfKind(kind, [&](ObjectId id) { AddType(rows, id, letter, kNoObject); });
  };
  plain(KindOf<EnumType>, "e");
  plain(KindOf<Domain>, "d");
  plain(KindOf<RangeType>, "r");
  catalog.ForEachOfKind(KindOf<ScalarType>, [&](ObjectId id) {
    AddType(rows, id, catalog.Get(id).As<ScalarType>().shell ? "p" : "b", kNoObject);
  });
  for (const Kind kind :
       {KindOf<Table>, KindOf<View>, KindOf<MaterializedView>, KindOf<CompositeType>}) {
    catalog.ForEachOfKind(kind, [&](ObjectId id) { AddType(rows, id, "c", id); });
  }
  catalog.ForEachOfKind(KindOf<RangeType>, [&](ObjectId id) {
    const QualifiedName& name = catalog.Get(id).As<RangeType>().multirange;
    if (name.empty()) return;
    rows.AddAbout(id, {{"typname", Value::Text(name.name)},
                       {"typnamespace", IdentityOfSchema(name.schema)},
                       {"typtype", Value::Text("m")}});
  });
  rows.AddOfServer("pg_type", "typname", "typnamespace");
  rows.AddUnknown({KindOf<EnumType>, KindOf<Domain>, KindOf<RangeType>, KindOf<ScalarType>,
                   KindOf<Table>, KindOf<View>, KindOf<MaterializedView>, KindOf<CompositeType>},
                  "typname");
}

void FillEnumLabels(RowsBuilder& rows) {
  rows.catalog().ForEachOfKind(KindOf<EnumType>, [&](ObjectId id) {
    const Object& object = rows.catalog().Get(id);
    const Value type = IdentityOfType(rows.cx(), {object.key.schema, object.key.name, {}, false});
    for (const std::string& label : object.As<EnumType>().labels) {
      rows.AddAbout(id, {{"enumtypid", type}, {"enumlabel", Value::Text(label)}});
    }
    if (rows.catalog().UnknownReason(object.key) != nullptr) {
      rows.Add({{"enumtypid", type}}, false);
    }
  });
  // Of types that are not known, and of extensions'.
  rows.Add({{"enumtypid", Value::OfServer("pg_type")}}, false);
}

void FillConstraints(RowsBuilder& rows) {
  const Catalog& catalog = rows.catalog();
  catalog.ForEachOfKind(KindOf<Constraint>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    const auto& constraint = object.As<Constraint>();
    const ObjectId relation = RelationOf(catalog, id);
    const bool of_table = relation != kNoObject && IsRelation(catalog.Get(relation));
    const bool foreign = constraint.type == ConstraintType::kForeignKey;
    const ObjectId other =
        foreign ? RelationIn(catalog, constraint.references.schema, constraint.references.name)
                : kNoObject;
    rows.AddAbout(
        id, {{"oid", IdentityOf(id)},
             {"conname", NameValue(object)},
             {"connamespace", IdentityOfSchema(object.key.schema)},
             {"contype", Value::Text(TypeLetter(constraint.type))},
             {"conrelid", of_table ? IdentityOf(relation) : Value::Number(0)},
             {"confrelid", foreign ? (other == kNoObject ? Value::Unknown() : IdentityOf(other))
                                   : Value::Number(0)},
             {"conkey", constraint.columns.empty()
                            ? Value::Unknown()
                            : ColumnNumbers(catalog, relation, constraint.columns)},
             {"confkey", foreign ? ColumnNumbers(catalog, other, constraint.referenced_columns)
                                 : Value::Null()},
             {"confdeltype", Value::Text(foreign ? ActionLetter(constraint.on_delete) : " ")},
             {"confupdtype", Value::Text(foreign ? ActionLetter(constraint.on_update) : " ")},
             {"condeferrable", Value::Bool(constraint.deferrable)},
             {"condeferred", Value::Bool(constraint.initially_deferred)},
             {"convalidated", Value::Bool(constraint.validated)}});
  });
  // Constraint triggers have one, too.
  catalog.ForEachOfKind(KindOf<Trigger>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    if (!object.As<Trigger>().constraint) return;
    const ObjectId relation = RelationOf(catalog, id);
    if (relation == kNoObject) return;
    rows.AddAbout(id, {{"oid", IdentityOf(id)},
                       {"conname", NameValue(object)},
                       {"connamespace", IdentityOfSchema(object.key.schema)},
                       {"contype", Value::Text("t")},
                       {"conrelid", IdentityOf(relation)}});
  });
  rows.AddOfServer("pg_constraint", "conname", "connamespace", "conrelid");
  rows.AddUnknownParts({KindOf<Constraint>, KindOf<Trigger>}, "conname", "conrelid");
}

void FillTriggers(RowsBuilder& rows) {
  const Catalog& catalog = rows.catalog();
  catalog.ForEachOfKind(KindOf<Trigger>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    const ObjectId relation = RelationOf(catalog, id);
    if (relation == kNoObject) return;
    static constexpr std::string_view kStates[] = {"O", "D", "R", "A"};
    rows.AddAbout(
        id, {{"oid", IdentityOf(id)},
             {"tgname", NameValue(object)},
             {"tgrelid", IdentityOf(relation)},
             {"tgisinternal", Value::Bool(false)},
             {"tgenabled", Value::Text(kStates[static_cast<size_t>(object.As<Trigger>().state)])}});
  });
  // Those that make the server enforce foreign keys.
  rows.Add({{"tgname", Value::OfServer("pg_trigger")}, {"tgisinternal", Value::Bool(true)}}, false);
  rows.AddUnknownParts({KindOf<Trigger>}, "tgname", "tgrelid");
}

void FillRoutines(RowsBuilder& rows) {
  const Catalog& catalog = rows.catalog();
  catalog.ForEachOfKind(KindOf<Function>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    const auto& function = object.As<Function>();
    static constexpr std::string_view kLetters[] = {"f", "p", "w"};
    rows.AddAbout(id, {{"oid", IdentityOf(id)},
                       {"proname", NameValue(object)},
                       {"pronamespace", IdentityOfSchema(object.key.schema)},
                       {"prokind", Value::Text(kLetters[static_cast<size_t>(function.type)])},
                       {"prosrc", Value::Text(function.body)}});
  });
  catalog.ForEachOfKind(KindOf<Aggregate>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    rows.AddAbout(id, {{"oid", IdentityOf(id)},
                       {"proname", NameValue(object)},
                       {"pronamespace", IdentityOfSchema(object.key.schema)},
                       {"prokind", Value::Text("a")}});
  });
  // The constructors of range types.
  catalog.ForEachOfKind(KindOf<RangeType>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    rows.Add({{"proname", NameValue(object)}}, false);
    rows.Add({{"proname", Value::Text(object.As<RangeType>().multirange.name)}}, false);
  });
  rows.AddOfServer("pg_proc", "proname", "pronamespace");
  rows.AddUnknown({KindOf<Function>, KindOf<Aggregate>}, "proname");
}

void FillExtensions(RowsBuilder& rows) {
  rows.catalog().ForEachOfKind(KindOf<Extension>, [&](ObjectId id) {
    const Object& object = rows.catalog().Get(id);
    // What only the other side is known to have was not there yet.
    if (rows.catalog().notes.assumed.contains(object.key)) return;
    rows.AddAbout(id, {{"oid", IdentityOf(id)},
                       {"extname", NameValue(object)},
                       {"extnamespace", IdentityOfSchema(object.As<Extension>().schema)}});
  });
  rows.AddUnknown({KindOf<Extension>}, "extname");
}

void FillPolicies(RowsBuilder& rows) {
  rows.catalog().ForEachOfKind(KindOf<Policy>, [&](ObjectId id) {
    const ObjectId relation = RelationOf(rows.catalog(), id);
    if (relation == kNoObject) return;
    rows.AddAbout(id, {{"oid", IdentityOf(id)},
                       {"polname", NameValue(rows.catalog().Get(id))},
                       {"polrelid", IdentityOf(relation)}});
  });
  rows.AddUnknownParts({KindOf<Policy>}, "polname", "polrelid");
}

void FillRoles(RowsBuilder& rows) {
  const ReplayNotes& notes = rows.catalog().notes;
  for (const auto& [name, role] : notes.roles) {
    if (!role.dropped && name != notes.session_role) rows.Add({{"rolname", Value::Text(name)}});
  }
  if (!notes.session_role.empty()) rows.Add({{"rolname", Value::Text(notes.session_role)}});
  rows.AddOfServer("pg_roles", "rolname", {});
}

// Those that may log in: of none is it known whether it may.
void FillUsers(RowsBuilder& rows) { rows.AddOfServer("pg_roles", "usename", {}); }

void FillPoliciesView(RowsBuilder& rows) {
  rows.catalog().ForEachOfKind(KindOf<Policy>, [&](ObjectId id) {
    const Object& object = rows.catalog().Get(id);
    rows.AddAbout(id, {{"schemaname", SchemaValue(object)},
                       {"tablename", TableValue(object)},
                       {"policyname", NameValue(object)}});
  });
  rows.AddUnknown({KindOf<Policy>}, "policyname", "tablename");
}

}  // namespace schemadiff::replay
