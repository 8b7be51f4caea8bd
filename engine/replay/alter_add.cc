// ALTER TABLE ... ADD. Facts from tablecmds.c (ATExecAddColumn, ATAddCheckConstraint) and
// parse_utilcmd.c (transformAlterTableStmt) of the server's source.
#include <memory>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/alter_table.h"
#include "engine/replay/column_lists.h"
#include "engine/replay/create_table.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/foreign_key.h"
#include "engine/replay/relation.h"
#include "engine/replay/type_lookup.h"

namespace schemadiff::replay {
namespace {

TablePlan PlanFor(TableAlteration& alteration) {
  const Object& table = alteration.catalog().Get(alteration.table());
  TablePlan plan;
  plan.schema = table.key.schema;
  plan.name = table.key.name;
  plan.table = alteration.table();
  plan.partitioned = IsPartitioned(table);
  if (const auto* payload = table.TryAs<Table>()) {
    plan.persistence = payload->persistence;
    plan.partition = IsPartition(table);
    plan.typed = !payload->of_type.empty();
    plan.foreign = IsForeign(table);
  }
  return plan;
}

}  // namespace

void RefuseWhereRowsAreHeld(const Catalog& catalog, ObjectId table) {
  // Where nothing is stored, nothing is to be filled in.
  const auto* payload = catalog.Get(table).TryAs<Table>();
  if (payload == nullptr || !payload->partition_key.empty() || !payload->server.empty()) return;
  const ObjectKey& key = catalog.Get(table).key;
  for (const Dependency& dependent : catalog.Dependents(table)) {
    const Object& object = catalog.Get(dependent.object);
    const auto* column = object.TryAs<Column>();
    if (column == nullptr || object.parent == kNoObject || object.parent == table) continue;
    if (column->type.schema != key.schema || column->type.name != key.name) continue;
    const Object& holder = catalog.Get(object.parent);
    if (holder.TryAs<Table>() == nullptr && holder.TryAs<MaterializedView>() == nullptr) continue;
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("cannot alter table \"", key.name, "\" because column \"", holder.key.name,
                         ".", object.key.name, "\" uses its row type"));
  }
}

namespace {

// Gives the column to a table and its children; a child that has it already counts one parent more.
void AddColumnTo(TableAlteration& alteration, ObjectId table, ColumnPlan column, bool child) {
  Catalog& catalog = alteration.catalog();
  Context& cx = alteration.cx();
  const Name table_name = catalog.Get(table).key.name;
  const ObjectId existing = FindColumn(catalog, table, column.name);
  if (child && existing != kNoObject) {
    const auto& theirs = catalog.Get(existing).As<Column>();
    if (theirs.type != column.column.type) {
      throw PgError(sqlstate::kDatatypeMismatch,
                    StrCat("child table \"", table_name, "\" has different type for column \"",
                           column.name, "\""));
    }
    if (theirs.collation != column.column.collation) {
      throw PgError("42P21", StrCat("child table \"", table_name,
                                    "\" has different collation for column \"", column.name, "\""));
    }
    catalog.Set(existing, &Column::inherited_from, theirs.inherited_from + 1, column.origin);
    return;
  }
  if (existing != kNoObject) {
    throw PgError(sqlstate::kDuplicateColumn, StrCat("column \"", column.name, "\" of relation \"",
                                                     table_name, "\" already exists"));
  }
  const int position = static_cast<int>(ColumnsOf(catalog, table).size()) + 1;
  // The server counts dropped ones, too.
  if (position > 1600) throw PgError("54011", "tables can have at most 1600 columns");
  const ObjectId made = MakeColumn(cx, table, column, position);
  StoreDefault(cx, table, made, column);
  if (!catalog.Get(made).As<Column>().default_value.empty()) RefuseWhereRowsAreHeld(catalog, table);
  FollowColumnLists(cx, table, /*lost=*/false);
  const std::vector<ObjectId> children = DirectChildren(catalog, table);
  if (!children.empty() && !alteration.recurse()) {
    throw PgError(sqlstate::kInvalidTableDefinition, "column must be added to child tables too");
  }
  column.column.inherited_from = 1;
  column.column.is_local = false;
  for (const ObjectId id : children) AddColumnTo(alteration, id, column, true);
}

void AddCheckTo(TableAlteration& alteration, ObjectId table, const ConstraintPlan& plan, Name name,
                bool child) {
  Context& cx = alteration.cx();
  Catalog& catalog = alteration.catalog();
  const std::vector<ObjectId> made =
      AddChecks(cx, table, {plan}, /*allow_merge=*/child, /*is_local=*/!child, name);
  if (made.empty() || plan.node->is_no_inherit) return;
  const std::vector<ObjectId> children = DirectChildren(catalog, table);
  if (!children.empty() && !alteration.recurse()) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  "constraint must be added to child tables too");
  }
  const Name chosen = catalog.Get(made.front()).key.name;
  for (const ObjectId id : children) AddCheckTo(alteration, id, plan, chosen, true);
}

}  // namespace

void QueuePlannedConstraints(TableAlteration& alteration, const TablePlan& plan) {
  for (const Name column : plan.set_not_null) {
    alteration.Queue(AlterPass::kColumnAttributes, [&alteration, column] {
      SetNotNull(alteration.cx(), alteration.table(), column, {}, alteration.cx().Origin(),
                 alteration.recurse());
    });
  }
  for (const IndexDefinition& index : plan.indexes) {
    alteration.Queue(AlterPass::kAddIndex, [&alteration, index] {
      IndexDefinition definition = index;
      definition.only = !alteration.recurse();
      definition.tablespace = TablespaceFor(alteration.cx(), definition.tablespace);
      DefineIndex(alteration.cx(), alteration.table(), definition, IndexFor::kAlterTable);
    });
  }
  for (const ConstraintPlan& check : plan.checks) {
    alteration.Queue(AlterPass::kAddOther, [&alteration, check] {
      AddCheckTo(alteration, alteration.table(), check, {}, false);
    });
  }
  for (const ConstraintPlan& key : plan.foreign_keys) {
    alteration.Queue(AlterPass::kAddOther, [&alteration, key] {
      AddForeignKey(alteration.cx(), alteration.table(), key, alteration.recurse());
    });
  }
}

void AlterAddColumn(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  Context& cx = alteration.cx();
  Catalog& catalog = alteration.catalog();
  const auto& definition = *ast::Cast<ast::ColumnDef>(command.def);
  const ObjectId table = alteration.table();
  if (const auto* typed = catalog.Get(table).TryAs<Table>();
      typed != nullptr && !typed->of_type.empty()) {
    throw PgError(sqlstate::kWrongObjectType, "cannot add column to typed table");
  }
  if (IsPartition(catalog.Get(table))) {
    throw PgError(sqlstate::kWrongObjectType, "cannot add column to a partition",
                  definition.location);
  }
  if (FindColumn(catalog, table, definition.colname) != kNoObject) {
    if (command.missing_ok) return;
    throw PgError(sqlstate::kDuplicateColumn,
                  StrCat("column \"", definition.colname, "\" of relation \"",
                         alteration.table_name(), "\" already exists"),
                  definition.location);
  }
  auto plan = std::make_shared<TablePlan>(PlanFor(alteration));
  PlanColumn(cx, plan.get(), definition);
  PlanIndexes(cx, plan.get());
  const bool has_children = !DirectChildren(catalog, table).empty();
  if (plan->columns.front().column.identity != Identity::kNone && alteration.recurse() &&
      has_children && !(cx.major() >= 17 && plan->partitioned)) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  "cannot recursively add identity column to table that has child tables");
  }
  MakeSequences(cx, *plan);
  AddColumnTo(alteration, table, plan->columns.front(), false);
  if (cx.major() >= 18) {
    const ColumnPlan& column = plan->columns.front();
    if (column.column.not_null) AddNotNullConstraint(cx, table, column);
  }
  if (!definition.fdwoptions.empty()) {
    const Name column = definition.colname;
    const ast::List* list = &definition.fdwoptions;
    alteration.Queue(AlterPass::kMisc, [&alteration, column, list] {
      SetForeignColumnOptions(alteration.cx(), alteration.table(), column, *list,
                              alteration.cx().Origin());
    });
  }
  QueuePlannedConstraints(alteration, *plan);
  if (!plan->sequences.empty()) OwnSequences(cx, *plan);
}

void AlterAddConstraint(TableAlteration& alteration, const ast::Constraint& constraint) {
  Context& cx = alteration.cx();
  if (!constraint.indexname.empty()) {
    AddConstraintUsingIndex(alteration, constraint);
    return;
  }
  TablePlan plan = PlanFor(alteration);
  PlanConstraint(&plan, constraint);
  PlanIndexes(cx, &plan);
  QueuePlannedConstraints(alteration, plan);
}

}  // namespace schemadiff::replay
