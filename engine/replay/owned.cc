// Statements about whatever is of a role or in a tablespace: DROP OWNED, ALTER TABLE ALL IN
// TABLESPACE. Facts from pg_shdepend.c (shdepDropOwned) and tablecmds.c (AlterTableMoveAll) of the
// server's source.
#include <string>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/handlers.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

// The tablespace attribute of what ALTER ... ALL IN TABLESPACE moves; null for other objects.
const Name* TablespaceOf(const Object& object, ast::ObjectType type) {
  switch (type) {
    case ast::ObjectType::OBJECT_TABLE:
      if (const auto* table = object.TryAs<Table>()) return &table->tablespace;
      return nullptr;
    case ast::ObjectType::OBJECT_INDEX:
      if (const auto* index = object.TryAs<Index>()) return &index->tablespace;
      if (!IsRelation(object)) return nullptr;
      if (const auto* constraint = object.TryAs<Constraint>()) return &constraint->tablespace;
      return nullptr;
    default:
      if (const auto* view = object.TryAs<MaterializedView>()) return &view->tablespace;
      return nullptr;
  }
}

void SetTablespace(Context& cx, ObjectId id, Name tablespace) {
  Catalog& catalog = cx.catalog;
  const Kind kind = catalog.Get(id).key.kind;
  if (kind == KindOf<Table>) {
    catalog.Set(id, &Table::tablespace, tablespace, cx.Origin());
  } else if (kind == KindOf<Index>) {
    catalog.Set(id, &Index::tablespace, tablespace, cx.Origin());
  } else if (kind == KindOf<Constraint>) {
    catalog.Set(id, &Constraint::tablespace, tablespace, cx.Origin());
  } else {
    catalog.Set(id, &MaterializedView::tablespace, tablespace, cx.Origin());
  }
}

}  // namespace

// Whose each object is, is not known: it may drop any of them.
void DropOwned(Context& cx, const ast::DropOwnedStmt& stmt) {
  const std::string reason =
      stmt.behavior == ast::DropBehavior::DROP_CASCADE
          ? "DROP OWNED drops what is the role's, and what depends on that; owners are not known"
          : "DROP OWNED drops what is the role's; owners are not known";
  size_t count = 0;
  for (ObjectId id = 0; id < cx.catalog.end_id(); ++id) {
    if (!cx.catalog.IsLive(id) || cx.catalog.Get(id).parent != kNoObject) continue;
    cx.MarkUnknown(cx.catalog.Get(id).key, reason);
    ++count;
  }
  cx.Report(DiagnosticLevel::kError, "replay.not-modelled",
            StrCat("not modelled: ", reason, "; the ", count,
                   " objects that there are by now are not compared"),
            -1);
}

void MoveAllInTablespace(Context& cx, const ast::AlterTableMoveAllStmt& stmt) {
  const Name from = TablespaceFor(cx, stmt.orig_tablespacename);
  const Name to = TablespaceFor(cx, stmt.new_tablespacename);
  if (from == to) return;
  std::vector<ObjectId> moved;
  for (ObjectId id = 0; id < cx.catalog.end_id(); ++id) {
    if (!cx.catalog.IsLive(id)) continue;
    const Object& object = cx.catalog.Get(id);
    const Name* tablespace = TablespaceOf(object, stmt.objtype);
    if (tablespace != nullptr && *tablespace == from) moved.push_back(id);
  }
  if (stmt.roles.empty()) {
    for (const ObjectId id : moved) SetTablespace(cx, id, to);
    return;
  }
  const std::string reason =
      "ALTER ... ALL IN TABLESPACE ... OWNED BY moves what is the role's; owners are not known";
  std::vector<std::string> touches;
  for (const ObjectId id : moved) {
    touches.push_back(cx.MarkUnknown(cx.catalog.Get(id).key, reason));
  }
  cx.Report(DiagnosticLevel::kError, "replay.not-modelled", StrCat("not modelled: ", reason), -1,
            {}, std::move(touches));
}

}  // namespace schemadiff::replay
