// ATTACH and DETACH PARTITION, of tables and indexes. Facts from tablecmds.c
// (ATExecAttachPartition, ATExecDetachPartition, ATExecAttachPartitionIdx) of the server's source.
#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/alter_table.h"
#include "engine/replay/constraint_trigger.h"
#include "engine/replay/define_index.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/foreign_key.h"
#include "engine/replay/inherit.h"
#include "engine/replay/lookup.h"
#include "engine/replay/partition.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

using ast::AlterTableType;

[[noreturn]] void WrongObject(const std::string& message) {
  throw PgError(sqlstate::kWrongObjectType, message);
}

void RequirePartitioned(const TableAlteration& alteration) {
  const Context& cx = alteration.cx();
  const Object& object = cx.catalog.Get(alteration.table());
  if (IsPartitioned(object)) return;
  throw PgError(cx.major() >= 18 ? sqlstate::kWrongObjectType : sqlstate::kInvalidObjectDefinition,
                StrCat("table \"", object.key.name, "\" is not partitioned"));
}

void CheckAttachable(TableAlteration& alteration, ObjectId partition) {
  const Catalog& catalog = alteration.catalog();
  const Object& parent = catalog.Get(alteration.table());
  const Object& object = catalog.Get(partition);
  if (object.key.kind != KindOf<Table>) {
    WrongObject(StrCat("ALTER action ATTACH PARTITION cannot be performed on relation \"",
                       object.key.name, "\""));
  }
  if (IsPartition(object)) WrongObject(StrCat("\"", object.key.name, "\" is already a partition"));
  if (!object.As<Table>().of_type.empty()) {
    WrongObject("cannot attach a typed table as partition");
  }
  if (!object.As<Table>().inherits.empty()) {
    WrongObject("cannot attach inheritance child as partition");
  }
  if (!IsPartitioned(object) && !DirectChildren(catalog, partition).empty()) {
    WrongObject("cannot attach inheritance parent as partition");
  }
  if (IsDescendant(catalog, alteration.table(), partition)) {
    throw PgError(sqlstate::kDuplicateTable, "circular inheritance not allowed");
  }
  if (IsTemporary(object) != IsTemporary(parent)) {
    WrongObject(StrCat("cannot attach a ", IsTemporary(object) ? "temporary" : "permanent",
                       " relation as partition of ",
                       IsTemporary(parent) ? "temporary" : "permanent", " relation \"",
                       parent.key.name, "\""));
  }
  for (const ObjectId column : ColumnsOf(catalog, partition)) {
    const Name name = catalog.Get(column).key.name;
    if (alteration.cx().major() >= 17 &&
        catalog.Get(column).As<Column>().identity != Identity::kNone) {
      throw PgError(sqlstate::kObjectNotInPrerequisiteState,
                    StrCat("table \"", object.key.name,
                           "\" being attached contains an identity column \"", name, "\""));
    }
    if (FindColumn(catalog, alteration.table(), name) == kNoObject) {
      throw PgError(sqlstate::kDatatypeMismatch,
                    StrCat("table \"", object.key.name, "\" contains column \"", name,
                           "\" not found in parent \"", parent.key.name, "\""));
    }
  }
  CheckNoTransitionTables(catalog, partition, "a partition");
}

void AttachTable(TableAlteration& alteration, const ast::PartitionCmd& command) {
  Context& cx = alteration.cx();
  Catalog& catalog = cx.catalog;
  const ObjectId parent = alteration.table();
  RequirePartitioned(alteration);
  const ObjectId partition = RequireRelation(cx, *command.name);
  const Name name = catalog.Get(partition).key.name;
  Expression bound;
  try {
    bound = AnalysePartitionBound(cx, parent, *command.bound, name);
  } catch (const PgError& error) {
    // Whether it overlaps others is looked at only for what can be attached.
    if (error.sqlstate() == sqlstate::kInvalidObjectDefinition) {
      CheckAttachable(alteration, partition);
    }
    throw;
  }
  CheckAttachable(alteration, partition);
  const OriginId origin = cx.OriginOf(command.name);
  MergeIntoChild(cx, partition, parent, origin);
  catalog.Set(partition, &Table::partition_of, NameOf(catalog.Get(parent)), origin);
  catalog.Set(partition, &Table::partition_bound, std::move(bound), origin);
  catalog.AddDependency(partition, parent, DependencyType::kAuto);
  for (const ObjectId index : IndexesOf(catalog, parent)) {
    if (IsForeign(catalog.Get(partition))) {
      if (!FactsOfIndex(catalog.Get(index)).unique) continue;
      WrongObject(StrCat("cannot attach foreign table \"", name,
                         "\" as partition of partitioned table \"", alteration.table_name(), "\""));
    }
    MakeIndexForPartition(cx, index, partition, IndexFor::kAlterTable, origin, PartsFrom::kValid);
  }
  CopyTriggersToPartition(cx, parent, partition, origin);
  CopyForeignKeysToPartition(cx, parent, partition, origin);
}

// Since 17 a partition has the identity columns of its partitioned table only.
void ForgetIdentity(Context& cx, ObjectId table, OriginId origin) {
  for (const ObjectId column : ColumnsOf(cx.catalog, table)) {
    if (cx.catalog.Get(column).As<Column>().identity == Identity::kNone) continue;
    cx.catalog.Set(column, &Column::identity, Identity::kNone, origin);
  }
  for (const ObjectId child : DirectChildren(cx.catalog, table)) ForgetIdentity(cx, child, origin);
}

// A trigger or foreign key, with its copies on the partitions below.
void DropCopies(Context& cx, ObjectId id, OriginId origin) {
  Catalog& catalog = cx.catalog;
  const std::vector<Dependency> dependents(catalog.Dependents(id).begin(),
                                           catalog.Dependents(id).end());
  for (const Dependency& dependent : dependents) {
    if (dependent.type == DependencyType::kInternal) DropCopies(cx, dependent.object, origin);
  }
  const std::vector<ObjectId> comments(catalog.Children(id).begin(), catalog.Children(id).end());
  for (const ObjectId comment : comments) catalog.Drop(comment, origin);
  catalog.Drop(id, origin);
}

// Before 15 a partition loses a foreign key by which its partitioned table, or one further up,
// refers to itself: the server takes the partition's part for one of those that other tables have
// on it.
bool LosesForeignKey(const Context& cx, const Constraint& constraint, ObjectId parent) {
  if (cx.major() >= 15 || constraint.type != ConstraintType::kForeignKey) return false;
  for (ObjectId at = parent; at != kNoObject;) {
    const Object& object = cx.catalog.Get(at);
    if (constraint.references == NameOf(object)) return true;
    const QualifiedName& above = object.As<Table>().partition_of;
    at = above.empty() ? kNoObject : cx.catalog.IdOf(KeyFor<Table>(above.schema, above.name));
  }
  return false;
}

// What the partition has of its partitioned table's indexes, keys and triggers becomes its own, or
// goes.
void DetachParts(Context& cx, ObjectId partition, ObjectId parent, OriginId origin) {
  Catalog& catalog = cx.catalog;
  const std::vector<ObjectId> parts(catalog.Children(partition).begin(),
                                    catalog.Children(partition).end());
  for (const ObjectId id : parts) {
    ObjectId whole = kNoObject;
    for (const Dependency& reference : catalog.References(id)) {
      if (reference.type == DependencyType::kInternal &&
          catalog.Get(reference.object).parent == parent) {
        whole = reference.object;
      }
    }
    if (whole == kNoObject) continue;
    const Kind kind = catalog.Get(id).key.kind;
    if (kind == KindOf<Trigger>) {
      DropCopies(cx, id, origin);
      continue;
    }
    if (const auto* constraint = catalog.Get(id).TryAs<Constraint>();
        constraint != nullptr && LosesForeignKey(cx, *constraint, parent)) {
      DropCopies(cx, id, origin);
      continue;
    }
    RemoveDependency(catalog, id, whole);
    if (kind == KindOf<Index>) {
      catalog.Set(id, &Index::partition_of, QualifiedName(), origin);
    } else if (kind == KindOf<Constraint> && catalog.Get(whole).key.kind == KindOf<Constraint>) {
      catalog.Set(id, &Constraint::inherited_from, 0, origin);
      catalog.Set(id, &Constraint::is_local, true, origin);
    }
  }
}

void DetachTable(TableAlteration& alteration, const ast::PartitionCmd& command, bool finalize) {
  Context& cx = alteration.cx();
  Catalog& catalog = cx.catalog;
  const ObjectId parent = alteration.table();
  RequirePartitioned(alteration);
  const ObjectId partition = RequireRelation(cx, *command.name);
  const Object& object = catalog.Get(partition);
  const auto* payload = object.TryAs<Table>();
  if (payload == nullptr || payload->partition_of != NameOf(catalog.Get(parent))) {
    throw PgError(sqlstate::kUndefinedTable,
                  StrCat("relation \"", object.key.name, "\" is not a partition of relation \"",
                         alteration.table_name(), "\""));
  }
  if (finalize) {
    throw PgError(sqlstate::kObjectNotInPrerequisiteState,
                  StrCat("partition \"", object.key.name, "\" in partitioned table \"",
                         alteration.table_name(), "\" is not pending detach"));
  }
  if (command.concurrent) {
    for (const ObjectId sibling : DirectChildren(catalog, parent)) {
      if (catalog.Get(sibling).As<Table>().partition_bound.text() != "DEFAULT") continue;
      throw PgError(sqlstate::kObjectNotInPrerequisiteState,
                    "cannot detach partitions concurrently when a default partition exists");
    }
    AddCheckOfBound(cx, partition);
  }
  const OriginId origin = cx.OriginOf(command.name);
  ForgetPartitionTriggers(cx, partition, origin);
  SeparateFromParent(cx, partition, parent, origin);
  DetachParts(cx, partition, parent, origin);
  catalog.Set(partition, &Table::partition_of, QualifiedName(), origin);
  catalog.Set(partition, &Table::partition_bound, Expression(), origin);
  RemoveDependency(catalog, partition, parent);
  if (cx.major() >= 17) ForgetIdentity(cx, partition, origin);
}

// --- indexes ---------------------------------------------------------------------------------

ObjectId AttachedTo(const Catalog& catalog, ObjectId index) {
  for (const Dependency& reference : catalog.References(index)) {
    if (reference.type == DependencyType::kInternal && IsRelation(catalog.Get(reference.object))) {
      return reference.object;
    }
  }
  return kNoObject;
}

// The index of that partition that is attached to the one of the partitioned table.
ObjectId PartOn(const Catalog& catalog, ObjectId index, ObjectId partition) {
  for (const Dependency& dependent : catalog.Dependents(index)) {
    if (dependent.type == DependencyType::kInternal &&
        catalog.Get(dependent.object).parent == partition) {
      return dependent.object;
    }
  }
  return kNoObject;
}

// An index made with ON ONLY becomes valid once all partitions have their part.
void ValidateIfComplete(Context& cx, ObjectId index, OriginId origin) {
  Catalog& catalog = cx.catalog;
  const auto* payload = catalog.Get(index).TryAs<Index>();
  if (payload == nullptr || !payload->only) return;
  for (const ObjectId partition : DirectChildren(catalog, catalog.Get(index).parent)) {
    const ObjectId part = PartOn(catalog, index, partition);
    if (part == kNoObject || !FactsOfIndex(catalog.Get(part)).valid) return;
  }
  catalog.Set(index, &Index::only, false, origin);
  const ObjectId whole = AttachedTo(catalog, index);
  if (whole != kNoObject) ValidateIfComplete(cx, whole, origin);
}

void AttachPartitionIndex(TableAlteration& alteration, const ast::PartitionCmd& command) {
  Context& cx = alteration.cx();
  Catalog& catalog = cx.catalog;
  const ObjectId whole = alteration.table();
  const Object& whole_object = catalog.Get(whole);
  if (!IsPartitioned(catalog.Get(whole_object.parent))) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("\"", whole_object.key.name, "\" is not a partitioned index"));
  }
  const ObjectId part = RequireRelation(cx, *command.name);
  const Object& object = catalog.Get(part);
  if (object.key.kind != KindOf<Index> && object.key.kind != KindOf<Constraint>) {
    throw PgError(sqlstate::kInvalidObjectDefinition,
                  StrCat("\"", object.key.name, "\" is not an index"));
  }
  const ObjectId attached = AttachedTo(catalog, part);
  if (attached == whole) return;
  const std::string what = StrCat("cannot attach index \"", object.key.name,
                                  "\" as a partition of index \"", whole_object.key.name, "\": ");
  const auto not_ready = [&](const std::string& detail) {
    throw PgError(sqlstate::kObjectNotInPrerequisiteState, what + detail);
  };
  if (attached != kNoObject) not_ready("it is already attached to another index");
  const std::vector<ObjectId> partitions = DirectChildren(catalog, whole_object.parent);
  if (std::ranges::find(partitions, object.parent) == partitions.end()) {
    not_ready("it is not an index on any partition of the table");
  }
  if (PartOn(catalog, whole, object.parent) != kNoObject) {
    not_ready("another index is already attached for that partition");
  }
  if (!CanServeAsPart(catalog, part, CopyIndexDefinition(cx, whole))) {
    throw PgError(sqlstate::kInvalidObjectDefinition, what + "the index definitions do not match");
  }
  const OriginId origin = cx.OriginOf(command.name);
  AttachIndex(cx, part, whole, origin);
  ValidateIfComplete(cx, whole, origin);
}

}  // namespace

bool AlterPartition(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  const ast::AlterTableCmd* cmd = &command;
  switch (command.subtype) {
    case AlterTableType::AT_AttachPartition:
      alteration.Queue(AlterPass::kMisc, [&alteration, cmd] {
        const auto& partition = *ast::Cast<ast::PartitionCmd>(cmd->def);
        if (alteration.catalog().Get(alteration.table()).key.kind == KindOf<Table>) {
          AttachTable(alteration, partition);
        } else {
          AttachPartitionIndex(alteration, partition);
        }
      });
      return true;
    case AlterTableType::AT_DetachPartition:
    case AlterTableType::AT_DetachPartitionFinalize:
      if (ast::Cast<ast::PartitionCmd>(command.def)->concurrent &&
          alteration.cx().session.in_transaction()) {
        throw PgError("25001",
                      "ALTER TABLE ... DETACH CONCURRENTLY cannot run inside a transaction block");
      }
      alteration.Queue(AlterPass::kMisc, [&alteration, cmd] {
        DetachTable(alteration, *ast::Cast<ast::PartitionCmd>(cmd->def),
                    cmd->subtype == AlterTableType::AT_DetachPartitionFinalize);
      });
      return true;
    default:
      return false;
  }
}

}  // namespace schemadiff::replay
