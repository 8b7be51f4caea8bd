#include "engine/replay/foreign_key.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/pg/names.h"
#include "engine/replay/constraint_trigger.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/operator_class.h"
#include "engine/replay/relation.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

ForeignKeyAction ActionOf(std::string_view code) {
  if (code == "r") return ForeignKeyAction::kRestrict;
  if (code == "c") return ForeignKeyAction::kCascade;
  if (code == "n") return ForeignKeyAction::kSetNull;
  if (code == "d") return ForeignKeyAction::kSetDefault;
  return ForeignKeyAction::kNoAction;
}

ForeignKeyMatch MatchOf(std::string_view code) {
  if (code == "f") return ForeignKeyMatch::kFull;
  if (code == "p") return ForeignKeyMatch::kPartial;
  return ForeignKeyMatch::kSimple;
}

std::vector<Name> ColumnNames(const ast::List& list) {
  std::vector<Name> names;
  for (const std::string_view text : Strings(list)) names.emplace_back(text);
  return names;
}

// Columns of a foreign key, with the server's wording for one that is not there.
void CheckKeyColumns(const Context& cx, ObjectId table, const std::vector<Name>& columns,
                     int32_t location) {
  for (const Name column : columns) {
    if (IsSystemColumn(column)) {
      throw PgError(sqlstate::kFeatureNotSupported, "system columns cannot be used in foreign keys",
                    location);
    }
    if (FindColumn(cx.catalog, table, column) == kNoObject) {
      RequireKnown(cx, table, location);
      throw PgError(
          sqlstate::kUndefinedColumn,
          StrCat("column \"", column, "\" referenced in foreign key constraint does not exist"),
          location);
    }
  }
  if (columns.size() > 32) {
    throw PgError("54023", "cannot have more than 32 keys in a foreign key", location);
  }
}

// The unique index (or constraint) of the referenced table that has just these columns.
ObjectId FindReferencedIndex(const Context& cx, ObjectId referenced,
                             const std::vector<Name>& columns, int32_t location) {
  const Name name = cx.catalog.Get(referenced).key.name;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (std::find(columns.begin() + static_cast<ptrdiff_t>(i) + 1, columns.end(), columns[i]) !=
        columns.end()) {
      throw PgError(sqlstate::kInvalidForeignKey,
                    "foreign key referenced-columns list must not contain duplicates", location);
    }
  }
  bool found_deferrable = false;
  for (const ObjectId id : IndexesOf(cx.catalog, referenced)) {
    const IndexFacts facts = FactsOfIndex(cx.catalog.Get(id));
    if (!facts.unique || !facts.valid || facts.partial || facts.has_expressions ||
        facts.columns.size() != columns.size() ||
        !std::is_permutation(columns.begin(), columns.end(), facts.columns.begin())) {
      continue;
    }
    if (!facts.deferrable) return id;
    found_deferrable = true;
  }
  if (found_deferrable) {
    throw PgError(
        sqlstate::kObjectNotInPrerequisiteState,
        StrCat("cannot use a deferrable unique constraint for referenced table \"", name, "\""),
        location);
  }
  RequireKnown(cx, referenced, location);
  throw PgError(sqlstate::kInvalidForeignKey,
                StrCat("there is no unique constraint matching given keys for referenced table \"",
                       name, "\""),
                location);
}

void CheckPersistence(const Object& table, const Object& referenced, int32_t location) {
  const Persistence here = table.As<Table>().persistence;
  const Persistence there = referenced.As<Table>().persistence;
  const auto refuse = [&](const char* message) {
    throw PgError(sqlstate::kInvalidTableDefinition, message, location);
  };
  if (here == Persistence::kPermanent && there != Persistence::kPermanent) {
    refuse("constraints on permanent tables may reference only permanent tables");
  }
  if (here == Persistence::kUnlogged && there == Persistence::kTemporary) {
    refuse("constraints on unlogged tables may reference only permanent or unlogged tables");
  }
  if (here == Persistence::kTemporary && there != Persistence::kTemporary) {
    refuse("constraints on temporary tables may reference only temporary tables");
  }
}

void CheckGeneratedColumns(const Context& cx, ObjectId table, const Constraint& constraint) {
  for (const Name column : constraint.columns) {
    const auto& payload = cx.catalog.Get(FindColumn(cx.catalog, table, column)).As<Column>();
    if (payload.generated == Generated::kNone) continue;
    const auto refuse = [](std::string_view event) {
      throw PgError(sqlstate::kSyntaxError,
                    StrCat("invalid ", event,
                           " action for foreign key constraint containing generated column"));
    };
    if (constraint.on_update == ForeignKeyAction::kSetNull ||
        constraint.on_update == ForeignKeyAction::kSetDefault ||
        constraint.on_update == ForeignKeyAction::kCascade) {
      refuse("ON UPDATE");
    }
    if (constraint.on_delete == ForeignKeyAction::kSetNull ||
        constraint.on_delete == ForeignKeyAction::kSetDefault) {
      refuse("ON DELETE");
    }
  }
}

bool NameUsed(const Context& cx, ObjectId table, std::string_view name) {
  return FindConstraint(cx.catalog, table, name) != kNoObject;
}

Name ChooseName(const Context& cx, ObjectId table, const std::vector<Name>& columns) {
  const ObjectKey& key = cx.catalog.Get(table).key;
  std::vector<std::string> names;
  for (const Name column : columns) names.emplace_back(column);
  return ChooseForeignKeyName(key.name, names, [&](std::string_view name) {
    return ConstraintNameInSchema(cx, key.schema, name);
  });
}

ObjectId Store(Context& cx, ObjectId table, Name name, Constraint constraint, ObjectId referenced,
               ObjectId index, OriginId origin) {
  const ObjectKey key = cx.catalog.Get(table).key;
  const std::vector<Name> columns = constraint.columns;
  const std::vector<Name> referenced_columns = constraint.referenced_columns;
  const ObjectId id = cx.catalog.Create(KeyFor<Constraint>(key.schema, key.name, name),
                                        std::move(constraint), table, origin);
  for (const Name column : columns) {
    cx.catalog.AddDependency(id, table, DependencyType::kAuto, column);
  }
  for (const Name column : referenced_columns) {
    cx.catalog.AddDependency(id, referenced, DependencyType::kNormal, column);
  }
  if (index != kNoObject) cx.catalog.AddDependency(id, index);
  return id;
}

// A foreign key that the partition has already, and that can serve as its part of the parent's.
ObjectId FindAttachable(const Catalog& catalog, ObjectId partition, const Constraint& wanted) {
  for (const ObjectId id : ConstraintsOf(catalog, partition, ConstraintType::kForeignKey)) {
    const auto& have = catalog.Get(id).As<Constraint>();
    if (have.inherited_from == 0 && have.validated && have.columns == wanted.columns &&
        have.references == wanted.references &&
        have.referenced_columns == wanted.referenced_columns &&
        have.deferrable == wanted.deferrable &&
        have.initially_deferred == wanted.initially_deferred &&
        have.on_update == wanted.on_update && have.on_delete == wanted.on_delete &&
        have.match == wanted.match) {
      return id;
    }
  }
  return kNoObject;
}

// Where the partition has another constraint of that name.
Name NameOfCopy(const Context& cx, ObjectId partition, Name name,
                const std::vector<Name>& columns) {
  if (cx.major() < 18) return ChooseName(cx, partition, columns);
  const Name schema = cx.catalog.Get(partition).key.schema;
  for (int number = 1;; ++number) {
    const std::string candidate = MakeObjectName(name, "", StrCat(number));
    if (!ConstraintNameInSchema(cx, schema, candidate)) return Name(candidate);
  }
}

void CopyToPartition(Context& cx, ObjectId parent_constraint, ObjectId partition, OriginId origin) {
  Catalog& catalog = cx.catalog;
  if (IsForeign(catalog.Get(partition))) {
    throw PgError(sqlstate::kWrongObjectType,
                  "foreign key constraints are not supported on foreign tables");
  }
  const Name name = catalog.Get(parent_constraint).key.name;
  Constraint copy = catalog.Get(parent_constraint).As<Constraint>();
  copy.is_local = false;
  copy.inherited_from = 1;
  copy.triggers.clear();
  ObjectId mine = FindAttachable(catalog, partition, copy);
  if (mine != kNoObject) {
    catalog.Set(mine, &Constraint::is_local, false, origin);
    catalog.Set(mine, &Constraint::inherited_from, 1, origin);
    ForgetReferencedTriggers(cx, mine, origin);  // the parent's do
    catalog.AddDependency(mine, parent_constraint, DependencyType::kInternal);
    return;
  }
  const ObjectId referenced =
      catalog.IdOf(KeyFor<Table>(copy.references.schema, copy.references.name));
  ObjectId index = kNoObject;
  for (const Dependency& reference : catalog.References(parent_constraint)) {
    if (reference.column.empty() && IsRelation(catalog.Get(reference.object))) {
      index = reference.object;
    }
  }
  const Name chosen =
      NameUsed(cx, partition, name) ? NameOfCopy(cx, partition, name, copy.columns) : name;
  mine = Store(cx, partition, chosen, std::move(copy), referenced, index, origin);
  catalog.AddDependency(mine, parent_constraint, DependencyType::kInternal);
  for (const ObjectId child : DirectChildren(catalog, partition)) {
    CopyToPartition(cx, mine, child, origin);
  }
}

}  // namespace

bool ForeignKeyComparable(const Context& cx, const TypeRef& referencing, const TypeRef& referenced,
                          bool* known) {
  const ResolvedType fk = BaseType(cx, ResolveRef(cx, referencing));
  const ResolvedType pk = ResolveRef(cx, referenced);
  const BuiltinOperatorClass* opclass = DefaultOperatorClass(cx, pk, "btree", known);
  if (fk.extension != kNoObject) *known = false;
  if (opclass == nullptr || !*known) return true;
  constexpr int kBtreeEqual = 3;
  const TypeId fk_id = BuiltinTypeId(fk);
  // A class has all operators for its own type.
  if (fk_id != type_id::kInvalid && fk_id == opclass->input) return true;
  if (fk_id != type_id::kInvalid &&
      FamilyMember(cx, *opclass, opclass->input, fk_id, kBtreeEqual) != nullptr &&
      FamilyMember(cx, *opclass, fk_id, fk_id, kBtreeEqual) != nullptr) {
    return true;
  }
  // Else both must be coercible to what the operator class takes.
  const TypeId input = opclass->input;
  const BuiltinType* input_type = cx.builtins.FindType(input);
  if (input_type != nullptr && input_type->kind == 'p') {
    // Polymorphic: the two must be of one and the same type.
    const ResolvedType pk_base = BaseType(cx, pk);
    TypeRef a = fk.ref;
    TypeRef b = pk_base.ref;
    a.modifiers = b.modifiers = {};
    return a == b;
  }
  if (BinaryCoercible(cx, fk, input)) return true;
  if (fk_id == type_id::kInvalid) return false;
  const BuiltinCast* cast = cx.builtins.FindCast(fk_id, input);
  return cast != nullptr && cast->context == 'i';
}

void CheckForeignKeyTypes(const Context& cx, ObjectId table, Name name,
                          const Constraint& constraint, int32_t location) {
  const Catalog& catalog = cx.catalog;
  const ObjectId referenced =
      catalog.IdOf(KeyFor<Table>(constraint.references.schema, constraint.references.name));
  for (size_t i = 0; i < constraint.columns.size(); ++i) {
    const TypeRef& here =
        catalog.Get(FindColumn(catalog, table, constraint.columns[i])).As<Column>().type;
    const TypeRef& there =
        catalog.Get(FindColumn(catalog, referenced, constraint.referenced_columns[i]))
            .As<Column>()
            .type;
    bool known = true;
    if (ForeignKeyComparable(cx, here, there, &known)) continue;
    throw PgError(
        sqlstate::kDatatypeMismatch,
        StrCat("foreign key constraint \"", name, "\" cannot be implemented: Key columns \"",
               constraint.columns[i], "\" and \"", constraint.referenced_columns[i],
               "\" are of incompatible types: ", TypeText(cx, here), " and ", TypeText(cx, there)),
        location);
  }
}

ObjectId AddForeignKey(Context& cx, ObjectId table, const ConstraintPlan& plan, bool recurse) {
  const ast::Constraint& node = *plan.node;
  Catalog& catalog = cx.catalog;
  Constraint constraint;
  constraint.type = ConstraintType::kForeignKey;
  constraint.columns =
      plan.column.empty() ? ColumnNames(node.fk_attrs) : std::vector<Name>{plan.column};
  constraint.referenced_columns = ColumnNames(node.pk_attrs);
  constraint.match = MatchOf(node.fk_matchtype);
  constraint.on_update = ActionOf(node.fk_upd_action);
  constraint.on_delete = ActionOf(node.fk_del_action);
  for (const Name column : ColumnNames(node.fk_del_set_cols)) {
    // The server keeps one that is stated twice once.
    std::vector<Name>& kept = constraint.on_delete_columns;
    if (std::ranges::find(kept, column) == kept.end()) kept.push_back(column);
  }
  constraint.deferrable = plan.deferrable;
  constraint.initially_deferred = plan.initially_deferred;
  constraint.validated = plan.validated;

  // The name is settled before anything is looked at, which error messages show.
  Name name = node.conname;
  if (name.empty()) {
    name = ChooseName(cx, table, constraint.columns);
  } else if (NameUsed(cx, table, name)) {
    throw PgError(sqlstate::kDuplicateObject,
                  StrCat("constraint \"", name, "\" for relation \"", catalog.Get(table).key.name,
                         "\" already exists"),
                  node.location);
  }

  const ObjectId referenced = RequireRelation(cx, *node.pktable);
  const Name table_name = catalog.Get(table).key.name;
  const Name referenced_name = catalog.Get(referenced).key.name;
  if (IsPartitioned(catalog.Get(table))) {
    if (!recurse) {
      throw PgError(sqlstate::kWrongObjectType,
                    StrCat("cannot use ONLY for foreign key on partitioned table \"", table_name,
                           "\" referencing relation \"", referenced_name, "\""),
                    node.location);
    }
    if (!constraint.validated && cx.major() < 18) {
      throw PgError(sqlstate::kWrongObjectType,
                    StrCat("cannot add NOT VALID foreign key on partitioned table \"", table_name,
                           "\" referencing relation \"", referenced_name, "\""),
                    node.location);
    }
  }
  if (catalog.Get(referenced).key.kind != KindOf<Table>) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("referenced relation \"", referenced_name, "\" is not a table"),
                  node.location);
  }
  CheckPersistence(catalog.Get(table), catalog.Get(referenced), node.location);
  CheckKeyColumns(cx, table, constraint.columns, node.location);
  CheckKeyColumns(cx, table, constraint.on_delete_columns, node.location);
  for (const Name column : constraint.on_delete_columns) {
    if (std::ranges::find(constraint.columns, column) == constraint.columns.end()) {
      throw PgError(sqlstate::kInvalidColumnReference,
                    StrCat("column \"", column,
                           "\" referenced in ON DELETE SET action must be part of foreign key"),
                    node.location);
    }
  }

  ObjectId index = kNoObject;
  if (constraint.referenced_columns.empty()) {
    index = PrimaryKeyOf(catalog, referenced);
    if (index == kNoObject) {
      RequireKnown(cx, referenced, node.location);
      throw PgError(
          sqlstate::kUndefinedObject,
          StrCat("there is no primary key for referenced table \"", referenced_name, "\""),
          node.location);
    }
    const auto& key = catalog.Get(index).As<Constraint>();
    if (key.deferrable) {
      throw PgError(sqlstate::kObjectNotInPrerequisiteState,
                    StrCat("cannot use a deferrable primary key for referenced table \"",
                           referenced_name, "\""),
                    node.location);
    }
    constraint.referenced_columns = key.columns;
  } else {
    CheckKeyColumns(cx, referenced, constraint.referenced_columns, node.location);
    index = FindReferencedIndex(cx, referenced, constraint.referenced_columns, node.location);
  }
  CheckGeneratedColumns(cx, table, constraint);
  if (constraint.columns.size() != constraint.referenced_columns.size()) {
    throw PgError(sqlstate::kInvalidForeignKey,
                  "number of referencing and referenced columns for foreign key disagree",
                  node.location);
  }
  constraint.references = NameOf(catalog.Get(referenced));
  CheckForeignKeyTypes(cx, table, name, constraint, node.location);
  // The partitions are altered one by one, while the referenced table is held open.
  for (ObjectId at = referenced; IsPartition(catalog.Get(at));) {
    at = DirectParents(catalog, at).front();
    if (at != table) continue;
    throw PgError("55006",
                  StrCat("cannot ALTER TABLE \"", referenced_name,
                         "\" because it is being used by active queries in this session"),
                  node.location);
  }
  const OriginId origin = cx.OriginOf(&node);
  const ObjectId id = Store(cx, table, name, std::move(constraint), referenced, index, origin);
  if (IsPartitioned(catalog.Get(table))) CopyForeignKeyToPartitions(cx, id, origin);
  return id;
}

void CopyForeignKeyToPartitions(Context& cx, ObjectId constraint, OriginId origin) {
  const ObjectId table = cx.catalog.Get(constraint).parent;
  for (const ObjectId partition : DirectChildren(cx.catalog, table)) {
    CopyToPartition(cx, constraint, partition, origin);
  }
}

void CopyForeignKeysToPartition(Context& cx, ObjectId parent, ObjectId partition, OriginId origin) {
  std::vector<ObjectId> keys = ConstraintsOf(cx.catalog, parent, ConstraintType::kForeignKey);
  std::ranges::sort(keys, {}, [&](ObjectId id) { return cx.catalog.Get(id).key.name; });
  for (const ObjectId key : keys) CopyToPartition(cx, key, partition, origin);
}

}  // namespace schemadiff::replay
