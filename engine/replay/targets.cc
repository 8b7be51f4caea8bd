#include "engine/replay/targets.h"

#include <algorithm>
#include <set>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/dependency.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"
#include "engine/replay/replica_identity.h"

namespace schemadiff::replay {
namespace {

// With 42P01 where it is certain that there is none; kNoObject where it may be the server's own, an
// extension's, one that is not known, or one that code has made of which that is not known.
ObjectId Target(const Context& cx, const ast::RangeVar& range) {
  if (cx.options.applied || !cx.catalog.notes.open_ended.empty()) return kNoObject;
  try {
    return RequireRelation(cx, range);
  } catch (const NotModelled&) {
    return kNoObject;
  }
}

bool IsRewritten(const Catalog& catalog, ObjectId table, RuleEvent event) {
  return std::ranges::any_of(catalog.Children(table), [&](ObjectId part) {
    const auto* rule = catalog.Get(part).TryAs<Rule>();
    return rule != nullptr && rule->event == event && rule->instead;
  });
}

// Where there is a condition, children that it rules out are not looked at.
void CheckRows(const Context& cx, const ast::RangeVar& range, bool deletes, bool condition) {
  const ObjectId target = Target(cx, range);
  if (target == kNoObject || cx.catalog.Get(target).key.kind != KindOf<Table> ||
      IsRewritten(cx.catalog, target, deletes ? RuleEvent::kDelete : RuleEvent::kUpdate)) {
    return;
  }
  CheckReplicaIdentity(cx, target, deletes, range.inh && !condition);
}

// Whether what the view reads leads back to a view on the way to it.
bool LeadsBack(const Catalog& catalog, ObjectId view, std::vector<ObjectId>* way,
               std::set<ObjectId>* done) {
  if (std::ranges::find(*way, view) != way->end()) return true;
  if (!done->insert(view).second) return false;
  way->push_back(view);
  for (const Dependency& reference : catalog.References(view)) {
    ObjectId read = reference.object;
    while (catalog.Get(read).parent != kNoObject) read = catalog.Get(read).parent;
    if (catalog.Get(read).key.kind == KindOf<View> && LeadsBack(catalog, read, way, done)) {
      return true;
    }
  }
  way->pop_back();
  return false;
}

}  // namespace

void CheckReadRelation(const Context& cx, const ast::RangeVar& range) {
  ObjectId read = kNoObject;
  try {
    if (!cx.options.applied && cx.catalog.notes.open_ended.empty()) read = FindRelation(cx, range);
  } catch (const NotModelled&) {
    return;
  }
  if (read == kNoObject || cx.catalog.Get(read).key.kind != KindOf<View>) return;
  std::vector<ObjectId> way;
  std::set<ObjectId> done;
  if (!LeadsBack(cx.catalog, read, &way, &done)) return;
  throw PgError("42P17",
                StrCat("infinite recursion detected in rules for relation \"", range.relname, "\""),
                range.location);
}

void CheckChangedRelation(const Context& cx, const ast::Node& stmt) {
  if (const auto* insert = ast::As<ast::InsertStmt>(&stmt)) {
    Target(cx, *insert->relation);
  } else if (const auto* update = ast::As<ast::UpdateStmt>(&stmt)) {
    CheckRows(cx, *update->relation, /*deletes=*/false, update->whereClause != nullptr);
  } else if (const auto* deletion = ast::As<ast::DeleteStmt>(&stmt)) {
    CheckRows(cx, *deletion->relation, /*deletes=*/true, deletion->whereClause != nullptr);
  } else if (const auto* copy = ast::As<ast::CopyStmt>(&stmt)) {
    if (copy->relation != nullptr) Target(cx, *copy->relation);
  } else if (const auto* truncate = ast::As<ast::TruncateStmt>(&stmt)) {
    for (const ast::Node* relation : truncate->relations) {
      Target(cx, *ast::Cast<ast::RangeVar>(relation));
    }
  }
}

void CheckMaintained(Context& cx, const ast::Node& stmt) {
  if (const auto* lock = ast::As<ast::LockStmt>(&stmt)) {
    for (const ast::Node* relation : lock->relations) {
      Target(cx, *ast::Cast<ast::RangeVar>(relation));
    }
  } else if (const auto* reindex = ast::As<ast::ReindexStmt>(&stmt)) {
    if (reindex->relation != nullptr) Target(cx, *reindex->relation);
  } else if (const auto* vacuum = ast::As<ast::VacuumStmt>(&stmt)) {
    for (const ast::Node* each : vacuum->rels) {
      const auto* relation = ast::Cast<ast::VacuumRelation>(each)->relation;
      if (relation != nullptr) Target(cx, *relation);
    }
  }
}

}  // namespace schemadiff::replay
