// Which commands of ALTER TABLE are for which kinds of relations. Facts from tablecmds.c
// (ATPrepCmd, ATSimplePermissions) of the server's source.
#include "engine/base/strings.h"
#include "engine/replay/alter_table.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

using ast::AlterTableType;

constexpr unsigned kTable = 1 << 0;
constexpr unsigned kPartitionedTable = 1 << 1;
constexpr unsigned kView = 1 << 2;
constexpr unsigned kMaterializedView = 1 << 3;
constexpr unsigned kIndex = 1 << 4;
constexpr unsigned kPartitionedIndex = 1 << 5;
constexpr unsigned kSequence = 1 << 6;
constexpr unsigned kForeignTable = 1 << 7;
constexpr unsigned kTables = kTable | kPartitionedTable;
constexpr unsigned kAll = ~0U;

unsigned KindBit(const Catalog& catalog, const Object& relation) {
  const Kind kind = relation.key.kind;
  if (kind == KindOf<View>) return kView;
  if (kind == KindOf<MaterializedView>) return kMaterializedView;
  if (kind == KindOf<Sequence>) return kSequence;
  if (kind == KindOf<Index> || kind == KindOf<Constraint>) {
    return IsPartitioned(catalog.Get(relation.parent)) ? kPartitionedIndex : kIndex;
  }
  if (IsForeign(relation)) return kForeignTable;
  return IsPartitioned(relation) ? kPartitionedTable : kTable;
}

unsigned AllowedKinds(AlterTableType type, int major) {
  switch (type) {
    case AlterTableType::AT_ColumnDefault:
    case AlterTableType::AT_AddIdentity:
    case AlterTableType::AT_SetIdentity:
    case AlterTableType::AT_DropIdentity:
      return kTables | kView | kForeignTable;
    case AlterTableType::AT_SetStatistics:
      return kTables | kMaterializedView | kIndex | kPartitionedIndex | kForeignTable;
    case AlterTableType::AT_SetOptions:
    case AlterTableType::AT_ResetOptions:
    case AlterTableType::AT_SetStorage:
      return kTables | kMaterializedView | kForeignTable;
    case AlterTableType::AT_AlterColumnGenericOptions:
    case AlterTableType::AT_GenericOptions:
      return kForeignTable;
    case AlterTableType::AT_AddIndex:
    case AlterTableType::AT_AddIndexConstraint:
    case AlterTableType::AT_AlterConstraint:
    case AlterTableType::AT_EnableRule:
    case AlterTableType::AT_EnableAlwaysRule:
    case AlterTableType::AT_EnableReplicaRule:
    case AlterTableType::AT_DisableRule:
    case AlterTableType::AT_AddOf:
    case AlterTableType::AT_DropOf:
    case AlterTableType::AT_EnableRowSecurity:
    case AlterTableType::AT_DisableRowSecurity:
    case AlterTableType::AT_ForceRowSecurity:
    case AlterTableType::AT_NoForceRowSecurity:
    case AlterTableType::AT_DetachPartition:
    case AlterTableType::AT_DetachPartitionFinalize:
      return kTables;
    case AlterTableType::AT_SetCompression:
    case AlterTableType::AT_ClusterOn:
    case AlterTableType::AT_DropCluster:
    case AlterTableType::AT_SetAccessMethod:
    case AlterTableType::AT_ReplicaIdentity:
      return kTables | kMaterializedView;
    case AlterTableType::AT_SetLogged:
    case AlterTableType::AT_SetUnLogged:
      return (major >= 18 ? kTable : kTables) | (major >= 15 ? kSequence : 0);
    case AlterTableType::AT_SetTableSpace:
      return kTables | kMaterializedView | kIndex | kPartitionedIndex;
    case AlterTableType::AT_SetRelOptions:
    case AlterTableType::AT_ResetRelOptions:
      return kTables | kView | kMaterializedView | kIndex;
    case AlterTableType::AT_AttachPartition:
      return kTables | kPartitionedIndex | kIndex;
    case AlterTableType::AT_ChangeOwner:
      return kAll;
    default:
      return kTables | kForeignTable;
  }
}

}  // namespace

void CheckCommandKind(const TableAlteration& alteration, const ast::AlterTableCmd& command) {
  const Context& cx = alteration.cx();
  const Object& relation = cx.catalog.Get(alteration.table());
  if ((AllowedKinds(command.subtype, cx.major()) & KindBit(cx.catalog, relation)) != 0) return;
  throw PgError(sqlstate::kWrongObjectType,
                StrCat("ALTER action cannot be performed on relation \"", relation.key.name, "\""));
}

}  // namespace schemadiff::replay
