// DROP. Facts from dropcmds.c and tablecmds.c (RemoveRelations) of the server's source.
#include <algorithm>

#include "engine/base/strings.h"
#include "engine/replay/drop.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/object_address.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {

void DropStatement(Context& cx, const ast::DropStmt& stmt) {
  if (stmt.concurrent && cx.session.in_transaction()) {
    throw PgError("25001", "DROP INDEX CONCURRENTLY cannot run inside a transaction block");
  }
  std::vector<ObjectId> objects;
  for (const ast::Node* node : stmt.objects) {
    const ObjectId id = FindObject(cx, stmt.removeType, *node, stmt.missing_ok);
    // What no statement made so far was not there for those who ran this.
    if (stmt.missing_ok && id != kNoObject &&
        cx.catalog.notes.assumed.contains(cx.catalog.Get(id).key)) {
      continue;
    }
    if (id != kNoObject && std::ranges::find(objects, id) == objects.end()) objects.push_back(id);
  }
  if (stmt.removeType == ast::ObjectType::OBJECT_FUNCTION) {
    for (size_t i = 0; i < objects.size(); ++i) {
      const Object& object = cx.catalog.Get(objects[i]);
      if (object.key.kind != KindOf<Aggregate>) continue;
      throw PgError(sqlstate::kWrongObjectType,
                    StrCat("\"", object.key.name, "\" is an aggregate function"));
    }
  }
  if (stmt.removeType == ast::ObjectType::OBJECT_INDEX) {
    for (const ObjectId id : objects) {
      const Object& index = cx.catalog.Get(id);
      if (index.key.kind != KindOf<Constraint>) continue;
      throw PgError(sqlstate::kDependentObjectsStillExist,
                    StrCat("cannot drop index ", index.key.name, " because ", Describe(cx, id),
                           " requires it"));
    }
  }
  if (objects.empty()) return;
  DropObjects(cx, objects, stmt.behavior == ast::DropBehavior::DROP_CASCADE, cx.Origin());
  std::erase_if(cx.catalog.notes.assumed,
                [&](const ObjectKey& key) { return cx.catalog.Find(key) == nullptr; });
}

void DropTemporary(Context& cx, ObjectId id) { DropObject(cx, id, /*cascade=*/true, 0); }

void DropTemporaryObjects(Context& cx) {
  std::vector<ObjectId> ids;
  for (ObjectId id = cx.first_of_session; id < cx.catalog.end_id(); ++id) {
    if (cx.catalog.IsLive(id) && cx.catalog.Get(id).key.schema == kTemporarySchema &&
        cx.catalog.Get(id).parent == kNoObject) {
      ids.push_back(id);
      cx.session.gone_temporary_relations.emplace(cx.catalog.Get(id).key.name);
    }
  }
  if (!ids.empty()) DropObjects(cx, ids, /*cascade=*/true, 0);
  cx.session.drop_on_commit.clear();
  cx.first_of_session = cx.catalog.end_id();
}

}  // namespace schemadiff::replay
