// ALTER TABLE ... DROP. Facts from tablecmds.c (ATExecDropColumn, ATExecDropConstraint) of the
// server's source.
#include <algorithm>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/replay/alter_table.h"
#include "engine/replay/column_lists.h"
#include "engine/replay/create_table.h"
#include "engine/replay/drop.h"
#include "engine/replay/expressions.h"
#include "engine/replay/lookup.h"
#include "engine/replay/partition.h"
#include "engine/replay/relation.h"
#include "engine/replay/toast.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

// Collects the column of the table and of those children that have it from nowhere else.
void CollectColumn(TableAlteration& alteration, ObjectId table, Name name, bool child,
                   OriginId origin, std::vector<ObjectId>* columns) {
  Catalog& catalog = alteration.catalog();
  const Object& object = catalog.Get(table);
  const ObjectId column = FindColumn(catalog, table, name);
  const auto& payload = catalog.Get(column).As<Column>();
  if (payload.inherited_from > 0 && !child) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  StrCat("cannot drop inherited column \"", name, "\""));
  }
  if (InPartitionKey(object, name)) {
    throw PgError(
        sqlstate::kInvalidTableDefinition,
        StrCat("cannot drop column \"", name,
               "\" because it is part of the partition key of relation \"", object.key.name, "\""));
  }
  const std::vector<ObjectId> children = DirectChildren(catalog, table);
  if (!children.empty() && IsPartitioned(object) && !alteration.recurse()) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  "cannot drop column from only the partitioned table when partitions exist");
  }
  columns->push_back(column);
  for (const ObjectId id : children) {
    const ObjectId theirs = FindColumn(catalog, id, name);
    if (theirs == kNoObject) continue;
    const auto& inherited = catalog.Get(theirs).As<Column>();
    const int count = inherited.inherited_from;
    if (alteration.recurse() && count == 1 && !inherited.is_local) {
      CollectColumn(alteration, id, name, true, origin, columns);
      continue;
    }
    catalog.Set(theirs, &Column::inherited_from, count - 1, origin);
    if (!alteration.recurse()) catalog.Set(theirs, &Column::is_local, true, origin);
  }
}

void DropConstraintOf(TableAlteration& alteration, ObjectId table, Name name, bool cascade,
                      bool child, bool missing_ok);

// A child's part of a constraint that goes: by name, or for NOT NULL by column.
ObjectId ChildsPart(const Catalog& catalog, ObjectId child, Name name, const Constraint& parents) {
  return parents.type == ConstraintType::kNotNull
             ? NotNullConstraintOf(catalog, child, parents.columns.front())
             : FindConstraint(catalog, child, name);
}

void DropFromChildren(TableAlteration& alteration, const std::vector<ObjectId>& children, Name name,
                      const Constraint& parents, bool cascade) {
  Catalog& catalog = alteration.catalog();
  const OriginId origin = alteration.cx().Origin();
  for (const ObjectId relation : children) {
    const ObjectId theirs = ChildsPart(catalog, relation, name, parents);
    if (theirs == kNoObject) continue;
    const Constraint inherited = catalog.Get(theirs).As<Constraint>();
    if (alteration.recurse() && inherited.inherited_from == 1 && !inherited.is_local) {
      DropConstraintOf(alteration, relation, catalog.Get(theirs).key.name, cascade, true, false);
      continue;
    }
    catalog.Set(theirs, &Constraint::inherited_from, inherited.inherited_from - 1, origin);
    // Since 18 it becomes the child's own only where no parent is left.
    const bool own = alteration.cx().major() < 18 || inherited.inherited_from == 1;
    if (!alteration.recurse() && own) catalog.Set(theirs, &Constraint::is_local, true, origin);
  }
}

void DropConstraintOf(TableAlteration& alteration, ObjectId table, Name name, bool cascade,
                      bool child, bool missing_ok) {
  Catalog& catalog = alteration.catalog();
  Context& cx = alteration.cx();
  const ObjectId id = FindConstraint(catalog, table, name);
  const ObjectKey key = catalog.Get(table).key;
  if (id == kNoObject) {
    if (missing_ok) return;
    if (catalog.UnknownReason(KeyFor<Constraint>(key.schema, key.name, name)) != nullptr) {
      throw FollowsUnknown(StrCat("constraint \"", name, "\" is not known"));
    }
    throw PgError(sqlstate::kUndefinedObject, StrCat("constraint \"", name, "\" of relation \"",
                                                     key.name, "\" does not exist"));
  }
  const Constraint before = catalog.Get(id).As<Constraint>();
  if (before.inherited_from > 0 && !child) {
    throw PgError(
        sqlstate::kInvalidTableDefinition,
        StrCat("cannot drop inherited constraint \"", name, "\" of relation \"", key.name, "\""));
  }
  const OriginId origin = cx.Origin();
  const bool partitioned = IsPartitioned(catalog.Get(table));
  if (before.type == ConstraintType::kNotNull) {
    const ObjectId key_id = PrimaryKeyOf(catalog, table);
    const Name column = before.columns.front();
    if (key_id != kNoObject) {
      const std::vector<Name>& columns = catalog.Get(key_id).As<Constraint>().columns;
      if (std::ranges::find(columns, column) != columns.end()) {
        throw PgError(sqlstate::kInvalidTableDefinition,
                      StrCat("column \"", column, "\" is in a primary key"));
      }
    }
    catalog.Set(FindColumn(catalog, table, before.columns.front()), &Column::not_null, false,
                origin);
  }
  DropObject(cx, id, cascade, origin);
  const bool inheritable =
      before.type == ConstraintType::kCheck || before.type == ConstraintType::kNotNull;
  if (!inheritable || before.no_inherit) return;
  const std::vector<ObjectId> children = DirectChildren(catalog, table);
  if (partitioned && !children.empty() && !alteration.recurse() && cx.major() < 18) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  "cannot remove constraint from only the partitioned table when partitions exist");
  }
  DropFromChildren(alteration, children, name, before, cascade);
}

}  // namespace

bool InPartitionKey(const Object& table, Name column) {
  if (!IsPartitioned(table)) return false;
  const ParsedScript script = ParseSql(SourceText::FromFile(
      "", StrCat("CREATE TABLE t () PARTITION BY ", table.As<Table>().partition_key.text())));
  if (script.statements.empty()) return false;
  const auto* spec = ast::Cast<ast::CreateStmt>(script.statements[0].stmt)->partspec;
  for (const ast::Node* node : spec->partParams) {
    const auto* element = ast::Cast<ast::PartitionElem>(node);
    if (column == element->name) return true;
    for (const ast::ColumnRef* ref : CollectColumnRefs(element->expr)) {
      if (column == ColumnRefName(*ref)) return true;
    }
  }
  return false;
}

void AlterDropColumn(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  Context& cx = alteration.cx();
  Catalog& catalog = alteration.catalog();
  const ObjectId table = alteration.table();
  if (FindColumn(catalog, table, command.name) == kNoObject) {
    if (IsSystemColumn(command.name)) {
      throw PgError(sqlstate::kFeatureNotSupported,
                    StrCat("cannot drop system column \"", command.name, "\""));
    }
    if (command.missing_ok) return;
    RequireColumn(cx, table, command.name);
  }
  const auto* payload = catalog.Get(table).TryAs<Table>();
  if (payload != nullptr && !payload->of_type.empty()) {
    throw PgError(sqlstate::kWrongObjectType, "cannot drop column from typed table");
  }
  std::vector<ObjectId> columns;
  CollectColumn(alteration, table, command.name, false, cx.Origin(), &columns);
  std::vector<ObjectId> tables;
  for (const ObjectId column : columns) tables.push_back(catalog.Get(column).parent);
  const std::vector<ObjectId> with_toast = WithToastTable(cx, tables);
  // The statement's own column is what errors speak of.
  DropObjects(cx, columns, command.behavior == ast::DropBehavior::DROP_CASCADE, cx.Origin());
  KeepToastTables(cx, with_toast);
  for (const ObjectId loser : tables) FollowColumnLists(cx, loser, /*lost=*/true);
}

void DropConstraintByName(TableAlteration& alteration, ObjectId table, Name name) {
  DropConstraintOf(alteration, table, name, false, false, false);
}

void AlterDropConstraint(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  DropConstraintOf(alteration, alteration.table(), command.name,
                   command.behavior == ast::DropBehavior::DROP_CASCADE, false, command.missing_ok);
}

}  // namespace schemadiff::replay
