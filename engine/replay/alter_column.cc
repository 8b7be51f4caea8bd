// ALTER TABLE ... ALTER COLUMN, TYPE excepted. Facts from tablecmds.c of the server's source.
#include <algorithm>
#include <optional>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/alter_table.h"
#include "engine/replay/create_table.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/drop.h"
#include "engine/replay/expressions.h"
#include "engine/replay/relation.h"
#include "engine/replay/sequence.h"
#include "engine/replay/toast.h"
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

ObjectId CheckDropNotNull(TableAlteration& alteration, ObjectId table, Name name) {
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
  return id;
}

// Since 18 a constraint that children do not get stays so.
void CheckMayInheritNotNull(TableAlteration& alteration, Name column) {
  const Catalog& catalog = alteration.catalog();
  const ObjectId id = NotNullConstraintOf(catalog, alteration.table(), column);
  if (id == kNoObject || !alteration.recurse()) return;
  if (!catalog.Get(id).As<Constraint>().no_inherit) return;
  throw PgError(
      sqlstate::kFeatureNotSupported,
      StrCat("cannot change NO INHERIT status of NOT NULL constraint \"", catalog.Get(id).key.name,
             "\" on relation \"", alteration.table_name(), "\""));
}

void DropNotNull(TableAlteration& alteration, ObjectId table, Name name) {
  const ObjectId id = CheckDropNotNull(alteration, table, name);
  if (alteration.catalog().Get(id).As<Column>().not_null) {
    alteration.catalog().Set(id, &Column::not_null, false, alteration.cx().Origin());
  }
}

[[noreturn]] void NotReady(TableAlteration& alteration, Name column, std::string_view what) {
  throw PgError(
      sqlstate::kObjectNotInPrerequisiteState,
      StrCat("column \"", column, "\" of relation \"", alteration.table_name(), "\" ", what));
}

// Since 17 the partitions of a table have its identity columns, and none of their own.
void CheckIdentityOfPartition(TableAlteration& alteration, std::string_view verb) {
  if (alteration.cx().major() < 17) return;
  const Object& table = alteration.catalog().Get(alteration.table());
  if (IsPartition(table)) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  StrCat("cannot ", verb, " identity of a column of a partition"));
  }
  if (IsPartitioned(table) && !alteration.recurse() &&
      !DirectChildren(alteration.catalog(), alteration.table()).empty()) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  StrCat("cannot ", verb, " identity of a column of only the partitioned table"));
  }
}

void SetIdentityProperty(TableAlteration& alteration, ObjectId table, Name column,
                         Identity identity, OriginId origin) {
  Catalog& catalog = alteration.catalog();
  const ObjectId id = FindColumn(catalog, table, column);
  catalog.Set(id, &Column::identity, identity, origin);
  if (alteration.cx().major() < 17 || !IsPartitioned(catalog.Get(table))) return;
  for (const ObjectId partition : DirectChildren(catalog, table)) {
    SetIdentityProperty(alteration, partition, column, identity, origin);
  }
}

void AddIdentity(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  Context& cx = alteration.cx();
  Catalog& catalog = alteration.catalog();
  const auto& clause = *ast::Cast<ast::Constraint>(command.def);
  const ObjectId id = ColumnToAlter(alteration, alteration.table(), command.name);
  const Column column = catalog.Get(id).As<Column>();
  TablePlan plan;
  plan.schema = catalog.Get(alteration.table()).key.schema;
  plan.name = alteration.table_name();
  plan.table = alteration.table();
  if (const auto* table = catalog.Get(alteration.table()).TryAs<Table>()) {
    plan.persistence = table->persistence;
  }
  ColumnPlan planned;
  planned.name = command.name;
  planned.column = column;
  planned.origin = cx.OriginOf(&clause);
  Sequence parameters;
  parameters.type = column.type;
  parameters.identity = true;
  if (column.type.schema != "pg_catalog" || column.type.array ||
      (column.type.name != "int2" && column.type.name != "int4" && column.type.name != "int8")) {
    throw PgError(sqlstate::kInvalidParameterValue,
                  "identity column type must be smallint, integer, or bigint", clause.location);
  }
  PlanSequence(cx, &plan, planned, parameters, &clause.options);
  if (!column.not_null) {
    NotReady(alteration, command.name, "must be declared NOT NULL before identity can be added");
  }
  if (column.identity != Identity::kNone) {
    NotReady(alteration, command.name, "is already an identity column");
  }
  if (!column.default_value.empty()) {
    NotReady(alteration, command.name, "already has a default value");
  }
  MakeSequences(cx, plan);
  SetIdentityProperty(alteration, alteration.table(), command.name,
                      clause.generated_when == "a" ? Identity::kAlways : Identity::kByDefault,
                      cx.OriginOf(&clause));
  OwnSequences(cx, plan);
}

void SetIdentity(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  Context& cx = alteration.cx();
  Catalog& catalog = alteration.catalog();
  const ObjectId id = ColumnToAlter(alteration, alteration.table(), command.name);
  if (catalog.Get(id).As<Column>().identity == Identity::kNone) {
    NotReady(alteration, command.name, "is not an identity column");
  }
  std::vector<const ast::DefElem*> for_sequence;
  const auto* list = ast::As<ast::ListNode>(command.def);
  for (const ast::DefElem* element : DefElems(list != nullptr ? list->items : ast::List())) {
    if (element->defname != "generated") {
      for_sequence.push_back(element);
      continue;
    }
    const auto* value = ast::As<ast::Integer>(element->arg);
    SetIdentityProperty(
        alteration, alteration.table(), command.name,
        value != nullptr && value->ival == 'a' ? Identity::kAlways : Identity::kByDefault,
        cx.Origin());
  }
  const ObjectId sequence = IdentitySequence(catalog, alteration.table(), command.name);
  if (for_sequence.empty() || sequence == kNoObject) return;
  Sequence after = catalog.Get(sequence).As<Sequence>();
  ApplySequenceOptions(cx, for_sequence, /*fresh=*/false, /*for_identity=*/true, &after);
  StoreSequence(cx, sequence, after, cx.Origin());
}

void DropIdentity(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  Catalog& catalog = alteration.catalog();
  const ObjectId id = ColumnToAlter(alteration, alteration.table(), command.name);
  if (catalog.Get(id).As<Column>().identity == Identity::kNone) {
    if (command.missing_ok) return;
    NotReady(alteration, command.name, "is not an identity column");
  }
  const OriginId origin = alteration.cx().Origin();
  SetIdentityProperty(alteration, alteration.table(), command.name, Identity::kNone, origin);
  const ObjectId sequence = IdentitySequence(catalog, alteration.table(), command.name);
  if (sequence == kNoObject) return;
  catalog.RemoveDependencies(sequence);
  DropObject(alteration.cx(), sequence, /*cascade=*/false, origin);
}

void DropExpression(TableAlteration& alteration, ObjectId table,
                    const ast::AlterTableCmd& command) {
  const ObjectId id = ColumnToAlter(alteration, table, command.name);
  if (alteration.catalog().Get(id).As<Column>().generated == Generated::kNone) {
    if (command.missing_ok) return;
    NotReady(alteration, command.name,
             alteration.cx().major() >= 18 ? "is not a generated column"
                                           : "is not a stored generated column");
  }
  const OriginId origin = alteration.cx().Origin();
  alteration.catalog().Set(id, &Column::generated, Generated::kNone, origin);
  ClearDefault(alteration, id, origin);
}

void QueueDropExpression(TableAlteration& alteration, const ast::AlterTableCmd* cmd) {
  alteration.Queue(AlterPass::kDrop, [&alteration, cmd] {
    const Catalog& catalog = alteration.catalog();
    if (!alteration.recurse() && !DirectChildren(catalog, alteration.table()).empty()) {
      throw PgError(sqlstate::kFeatureNotSupported,
                    "ALTER TABLE / DROP EXPRESSION must be applied to child tables too");
    }
    const ObjectId id = ColumnToAlter(alteration, alteration.table(), cmd->name);
    if (catalog.Get(id).As<Column>().inherited_from > 0) {
      throw PgError(sqlstate::kInvalidTableDefinition,
                    "cannot drop generation expression from inherited column");
    }
    ForTableAndChildren(alteration, alteration.table(),
                        [&](ObjectId table) { DropExpression(alteration, table, *cmd); });
  });
}

std::optional<int> StatisticsTarget(const ast::AlterTableCmd& command) {
  const auto* value = ast::As<ast::Integer>(command.def);
  const int target = value == nullptr ? -1 : value->ival;
  if (target < -1) {
    throw PgError(sqlstate::kInvalidParameterValue,
                  StrCat("statistics target ", target, " is too low"));
  }
  if (target == -1) return std::nullopt;
  return std::min(target, 10000);
}

void SetIndexStatistics(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  Catalog& catalog = alteration.catalog();
  const Object& index = catalog.Get(alteration.table());
  const Name name = index.key.name;
  if (index.key.kind != KindOf<Index>) {
    throw PgError(
        sqlstate::kFeatureNotSupported,
        StrCat("cannot alter statistics on non-expression column of index \"", name, "\""));
  }
  std::vector<IndexKey> keys = index.As<Index>().keys;
  const auto number = static_cast<size_t>(command.num);
  if (number == 0 || number > keys.size() + index.As<Index>().include.size()) {
    throw PgError(sqlstate::kUndefinedColumn, StrCat("column number ", command.num,
                                                     " of relation \"", name, "\" does not exist"));
  }
  if (number > keys.size() || !keys[number - 1].column.empty()) {
    throw PgError(
        sqlstate::kFeatureNotSupported,
        StrCat("cannot alter statistics on ", number > keys.size() ? "included" : "non-expression",
               " column of index \"", name, "\""));
  }
  keys[number - 1].statistics_target = StatisticsTarget(command);
  catalog.Set(alteration.table(), &Index::keys, std::move(keys), alteration.cx().Origin());
}

void SetStatistics(TableAlteration& alteration, ObjectId table, const ast::AlterTableCmd& command) {
  const ObjectId id = ColumnToAlter(alteration, table, command.name);
  alteration.catalog().Set(id, &Column::statistics_target, StatisticsTarget(command),
                           alteration.cx().Origin());
}

void SetColumnOptions(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  Catalog& catalog = alteration.catalog();
  const ObjectId id = ColumnToAlter(alteration, alteration.table(), command.name);
  Options options = catalog.Get(id).As<Column>().options;
  const auto* list = ast::As<ast::ListNode>(command.def);
  for (const ast::DefElem* element : DefElems(list != nullptr ? list->items : ast::List())) {
    if (element->defname != "n_distinct" && element->defname != "n_distinct_inherited") {
      throw PgError(sqlstate::kInvalidParameterValue,
                    StrCat("unrecognized parameter \"", element->defname, "\""));
    }
    if (command.subtype == AlterTableType::AT_ResetOptions) {
      options.Reset(element->defname);
    } else {
      options.Set(element->defname, DefString(*element));
    }
  }
  catalog.Set(id, &Column::options, std::move(options), alteration.cx().Origin());
}

void SetStorage(TableAlteration& alteration, ObjectId table, const ast::AlterTableCmd& command) {
  const ObjectId id = ColumnToAlter(alteration, table, command.name);
  const auto* word = ast::As<ast::String>(command.def);
  const TypeRef type = alteration.catalog().Get(id).As<Column>().type;
  alteration.catalog().Set(
      id, &Column::storage,
      ColumnStorage(alteration.cx(), type, word == nullptr ? std::string_view() : word->sval),
      alteration.cx().Origin());
}

void SetCompression(TableAlteration& alteration, ObjectId table,
                    const ast::AlterTableCmd& command) {
  const ObjectId id = ColumnToAlter(alteration, table, command.name);
  const auto* word = ast::As<ast::String>(command.def);
  std::string method = word == nullptr ? std::string() : std::string(word->sval);
  if (method == "default") method.clear();
  if (!method.empty() && method != "pglz" && method != "lz4") {
    throw PgError(sqlstate::kInvalidParameterValue,
                  StrCat("invalid compression method \"", method, "\""));
  }
  if (!method.empty()) {
    RequireCompressible(alteration.cx(), alteration.catalog().Get(id).As<Column>().type);
  }
  alteration.catalog().Set(id, &Column::compression, std::move(method), alteration.cx().Origin());
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
        CheckMayInheritNotNull(alteration, cmd->name);
        SetNotNull(alteration.cx(), alteration.table(), cmd->name, {}, alteration.cx().Origin(),
                   alteration.recurse());
      });
      return true;
    case AlterTableType::AT_DropNotNull:
      alteration.Queue(AlterPass::kDrop, [&alteration, cmd] {
        const Object& table = alteration.catalog().Get(alteration.table());
        if (IsPartitioned(table) && !alteration.recurse() && alteration.cx().major() < 18 &&
            !DirectChildren(alteration.catalog(), alteration.table()).empty()) {
          throw PgError(
              sqlstate::kInvalidTableDefinition,
              "cannot remove constraint from only the partitioned table when partitions exist");
        }
        const ObjectId constraint =
            NotNullConstraintOf(alteration.catalog(), alteration.table(), cmd->name);
        if (constraint != kNoObject) {
          CheckDropNotNull(alteration, alteration.table(), cmd->name);
          DropConstraintByName(alteration, alteration.table(),
                               alteration.catalog().Get(constraint).key.name);
          return;
        }
        ForTableAndChildren(alteration, alteration.table(),
                            [&](ObjectId id) { DropNotNull(alteration, id, cmd->name); });
      });
      return true;
    case AlterTableType::AT_AddIdentity:
      alteration.Queue(AlterPass::kAddOther, [&alteration, cmd] {
        CheckIdentityOfPartition(alteration, "add");
        AddIdentity(alteration, *cmd);
      });
      return true;
    case AlterTableType::AT_SetIdentity:
      alteration.Queue(AlterPass::kMisc, [&alteration, cmd] {
        CheckIdentityOfPartition(alteration, "change");
        SetIdentity(alteration, *cmd);
      });
      return true;
    case AlterTableType::AT_DropIdentity:
      alteration.Queue(AlterPass::kDrop, [&alteration, cmd] {
        CheckIdentityOfPartition(alteration, "drop");
        DropIdentity(alteration, *cmd);
      });
      return true;
    case AlterTableType::AT_DropExpression:
      QueueDropExpression(alteration, cmd);
      return true;
    case AlterTableType::AT_SetStatistics:
      alteration.Queue(AlterPass::kMisc, [&alteration, cmd] {
        if (cmd->name.empty()) {
          SetIndexStatistics(alteration, *cmd);
          return;
        }
        ForTableAndChildren(alteration, alteration.table(),
                            [&](ObjectId table) { SetStatistics(alteration, table, *cmd); });
      });
      return true;
    case AlterTableType::AT_SetOptions:
    case AlterTableType::AT_ResetOptions:
      alteration.Queue(AlterPass::kMisc,
                       [&alteration, cmd] { SetColumnOptions(alteration, *cmd); });
      return true;
    case AlterTableType::AT_SetStorage:
      alteration.Queue(AlterPass::kMisc, [&alteration, cmd] {
        ForTableAndChildren(alteration, alteration.table(),
                            [&](ObjectId table) { SetStorage(alteration, table, *cmd); });
      });
      return true;
    case AlterTableType::AT_SetCompression:
      alteration.Queue(AlterPass::kMisc, [&alteration, cmd] {
        SetCompression(alteration, alteration.table(), *cmd);
      });
      return true;
    default:
      return false;
  }
}

}  // namespace schemadiff::replay
