// Facts from cluster.c and matview.c of the server's source.
#include "engine/replay/maintenance.h"

#include <array>

#include "engine/base/strings.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

ObjectId RequireMaintained(const Context& cx, const ast::RangeVar& name) {
  const ObjectId id = RequireRelation(cx, name);
  const Kind kind = cx.catalog.Get(id).key.kind;
  if (kind != KindOf<Table> && kind != KindOf<MaterializedView>) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("\"", name.relname, "\" is not a table or materialized view"));
  }
  return id;
}

}  // namespace

void ExecuteCluster(Context& cx, const ast::ClusterStmt& stmt) {
  if (stmt.relation == nullptr) return;  // all tables that are marked
  const ObjectId id = RequireMaintained(cx, *stmt.relation);
  const Object& object = cx.catalog.Get(id);
  if (IsPartitioned(object)) {
    throw NotModelled("CLUSTER of a partitioned table, which marks indexes of its partitions");
  }
  const auto* table = object.TryAs<Table>();
  if (stmt.indexname.empty()) {
    const Name marked =
        table != nullptr ? table->cluster_index : object.As<MaterializedView>().cluster_index;
    if (!marked.empty()) return;
    RequireKnown(cx, id);
    throw PgError(
        sqlstate::kUndefinedObject,
        StrCat("there is no previously clustered index for table \"", object.key.name, "\""));
  }
  ast::AlterTableCmd mark;
  mark.subtype = ast::AlterTableType::AT_ClusterOn;
  mark.name = stmt.indexname;
  ast::AlterTableStmt alter;
  const std::array<const ast::Node*, 1> commands{&mark};
  alter.cmds = ast::List(commands);
  alter.relation = stmt.relation;
  alter.objtype =
      table != nullptr ? ast::ObjectType::OBJECT_TABLE : ast::ObjectType::OBJECT_MATVIEW;
  AlterTable(cx, alter);
}

void ExecuteRefresh(Context& cx, const ast::RefreshMatViewStmt& stmt) {
  const ObjectId id = RequireMaintained(cx, *stmt.relation);
  if (cx.catalog.Get(id).key.kind != KindOf<MaterializedView>) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("\"", stmt.relation->relname, "\" is not a materialized view"));
  }
}

}  // namespace schemadiff::replay
