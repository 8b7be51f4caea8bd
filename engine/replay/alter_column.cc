// ALTER TABLE ... ALTER COLUMN, TYPE excepted. Facts from tablecmds.c of the server's source.
#include <algorithm>

#include "engine/base/strings.h"
#include "engine/replay/alter_table.h"
#include "engine/replay/create_table.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/expressions.h"
#include "engine/replay/relation.h"
#include "engine/replay/sequence.h"
#include "engine/replay/type_lookup.h"

namespace schemadiff::replay {
namespace {

using ast::AlterTableType;

ObjectId ColumnToAlter(TableAlteration& alteration, ObjectId table, std::string_view name) {
  const ObjectId id = FindColumn(alteration.catalog(), table, name);
  if (id == kNoObject && IsSystemColumn(name)) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("cannot alter system column \"", name, "\""));
  }
  return id == kNoObject ? RequireColumn(alteration.cx(), table, name) : id;
}

[[noreturn]] void IsA(TableAlteration& alteration, Name column, std::string_view what) {
  throw PgError(sqlstate::kSyntaxError, StrCat("column \"", column, "\" of relation \"",
                                               alteration.table_name(), "\" is ", what, " column"));
}

// Calls apply(table) for the table and, where the statement does not say ONLY, all its descendants.
template <typename Apply>
void ForTableAndChildren(TableAlteration& alteration, ObjectId table, const Apply& apply) {
  apply(table);
  if (!alteration.recurse()) return;
  for (const ObjectId child : DirectChildren(alteration.catalog(), table)) {
    ForTableAndChildren(alteration, child, apply);
  }
}

void ClearDefault(TableAlteration& alteration, ObjectId column, OriginId origin) {
  Catalog& catalog = alteration.catalog();
  if (catalog.Get(column).As<Column>().default_value.empty()) return;
  catalog.Set(column, &Column::default_value, Expression(), origin);
  const TypeRef type = catalog.Get(column).As<Column>().type;
  catalog.RemoveDependencies(column);
  DependOnType(alteration.cx(), column, type);
}

void SetDefault(TableAlteration& alteration, ObjectId table, const ast::AlterTableCmd& command) {
  const ObjectId id = ColumnToAlter(alteration, table, command.name);
  const Column& column = alteration.catalog().Get(id).As<Column>();
  if (column.identity != Identity::kNone) IsA(alteration, command.name, "an identity");
  if (column.generated != Generated::kNone) IsA(alteration, command.name, "a generated");
  const OriginId origin = alteration.cx().Origin();
  ClearDefault(alteration, id, origin);
  if (command.def == nullptr) return;
  ColumnPlan plan;
  plan.raw_default = command.def;
  plan.default_origin = origin;
  StoreDefault(alteration.cx(), table, id, plan);
}

void DropNotNull(TableAlteration& alteration, ObjectId table, Name name) {
  Catalog& catalog = alteration.catalog();
  const ObjectId id = ColumnToAlter(alteration, table, name);
  if (catalog.Get(id).As<Column>().identity != Identity::kNone) {
    IsA(alteration, name, "an identity");
  }
  for (const ObjectId index : IndexesOf(catalog, table)) {
    const IndexFacts facts = FactsOfIndex(catalog.Get(index));
    if (std::ranges::find(facts.columns, name) == facts.columns.end()) continue;
    if (facts.primary) {
      throw PgError(sqlstate::kInvalidTableDefinition,
                    StrCat("column \"", name, "\" is in a primary key"));
    }
    const auto* payload = catalog.Get(table).TryAs<Table>();
    if (payload != nullptr && payload->replica_identity_index == catalog.Get(index).key.name) {
      throw PgError(sqlstate::kInvalidTableDefinition,
                    StrCat("column \"", name, "\" is in index used as replica identity"));
    }
  }
  if (IsPartition(catalog.Get(table))) {
    for (const ObjectId parent : DirectParents(catalog, table)) {
      const ObjectId theirs = FindColumn(catalog, parent, name);
      if (theirs != kNoObject && catalog.Get(theirs).As<Column>().not_null) {
        throw PgError(sqlstate::kInvalidTableDefinition,
                      StrCat("column \"", name, "\" is marked NOT NULL in parent table"));
      }
    }
  }
  if (catalog.Get(id).As<Column>().not_null) {
    catalog.Set(id, &Column::not_null, false, alteration.cx().Origin());
  }
}

}  // namespace

bool AlterColumn(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  const ast::AlterTableCmd* cmd = &command;
  switch (command.subtype) {
    case AlterTableType::AT_ColumnDefault:
      alteration.Queue(
          command.def != nullptr ? AlterPass::kAddOther : AlterPass::kDrop, [&alteration, cmd] {
            ForTableAndChildren(alteration, alteration.table(),
                                [&](ObjectId table) { SetDefault(alteration, table, *cmd); });
          });
      return true;
    case AlterTableType::AT_SetNotNull:
      alteration.Queue(AlterPass::kColumnAttributes, [&alteration, cmd] {
        ColumnToAlter(alteration, alteration.table(), cmd->name);
        SetNotNull(alteration.cx(), alteration.table(), cmd->name, {}, alteration.cx().Origin(),
                   alteration.recurse());
      });
      return true;
    case AlterTableType::AT_DropNotNull:
      alteration.Queue(AlterPass::kDrop, [&alteration, cmd] {
        const Object& table = alteration.catalog().Get(alteration.table());
        if (IsPartitioned(table) && !alteration.recurse() &&
            !DirectChildren(alteration.catalog(), alteration.table()).empty()) {
          throw PgError(
              sqlstate::kInvalidTableDefinition,
              "cannot remove constraint from only the partitioned table when partitions exist");
        }
        ForTableAndChildren(alteration, alteration.table(),
                            [&](ObjectId id) { DropNotNull(alteration, id, cmd->name); });
      });
      return true;
    default:
      return false;
  }
}

}  // namespace schemadiff::replay
