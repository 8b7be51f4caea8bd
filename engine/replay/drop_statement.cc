// DROP. Facts from dropcmds.c and tablecmds.c (RemoveRelations) of the server's source.
#include <algorithm>

#include "engine/base/strings.h"
#include "engine/replay/cast.h"
#include "engine/replay/drop.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/object_address.h"
#include "engine/replay/operator.h"
#include "engine/replay/relation.h"
#include "engine/replay/unmodelled.h"

namespace schemadiff::replay {
namespace {

// DROP LANGUAGE: the routines in a language depend on it.
void DropRoutinesOfLanguages(Context& cx, const ast::DropStmt& stmt) {
  const Catalog& catalog = cx.catalog;
  for (const ast::Node* node : stmt.objects) {
    const auto* text = ast::As<ast::String>(node);
    if (text == nullptr) throw NotModelled("the language that is dropped");
    const Name language = text->sval;
    const auto refuse = [&](const std::string& why) {
      throw PgError(sqlstate::kDependentObjectsStillExist,
                    StrCat("cannot drop language ", language, " because ", why));
    };
    if (language == "sql" || language == "c" || language == "internal") {
      refuse("it is required by the database system");
    }
    if (catalog.Find(KeyFor<Extension>(language)) != nullptr) {
      refuse(StrCat("extension ", language, " requires it"));
    }
    if (!catalog.notes.unmodelled_names.contains(language.str())) {
      if (stmt.missing_ok) continue;
      throw PgError(sqlstate::kUndefinedObject,
                    StrCat("language \"", language, "\" does not exist"));
    }
    std::vector<ObjectId> routines;
    catalog.ForEachOfKind(KindOf<Function>, [&](ObjectId id) {
      if (catalog.Get(id).As<Function>().language == language) routines.push_back(id);
    });
    if (routines.empty()) continue;
    if (stmt.behavior != ast::DropBehavior::DROP_CASCADE) {
      refuse(StrCat("other objects depend on it: ", Describe(cx, routines.front())));
    }
    DropObjects(cx, routines, /*cascade=*/true, cx.Origin());
  }
}

}  // namespace

void DropStatement(Context& cx, const ast::DropStmt& stmt) {
  if (stmt.removeType == ast::ObjectType::OBJECT_CAST) {
    for (const ast::Node* types : stmt.objects) {
      DropCast(cx, ast::Cast<ast::ListNode>(types)->items, stmt.missing_ok);
    }
    return;
  }
  if (const std::string_view kind = UnmodelledKind(stmt.removeType); !kind.empty()) {
    if (stmt.removeType == ast::ObjectType::OBJECT_OPERATOR) ForgetOperators(cx, stmt.objects);
    const bool language = stmt.removeType == ast::ObjectType::OBJECT_LANGUAGE;
    if (language) DropRoutinesOfLanguages(cx, stmt);
    if (stmt.missing_ok && cx.catalog.unmodelled.contains(std::string(kind))) {
      DoubtCounts(cx, {std::string(kind)});
    }
    DoubtAfterDrop(cx, /*of_relation=*/false, stmt.behavior == ast::DropBehavior::DROP_CASCADE);
    NoteUnmodelled(cx, kind, -static_cast<int>(stmt.objects.size()));
    if (stmt.behavior == ast::DropBehavior::DROP_CASCADE && !language) {
      cx.Report(DiagnosticLevel::kWarning, "replay.kind-not-modelled",
                StrCat("what depends on the ", kind, " and goes with it is not known"));
    }
    return;
  }
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
