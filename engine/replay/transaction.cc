#include "engine/replay/transaction.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"
#include "engine/replay/run_time_effects.h"
#include "engine/replay/settings.h"
#include "engine/replay/touched.h"

namespace schemadiff::replay {
namespace {

void DropOnCommit(Context& cx) {
  for (const ObjectId id : cx.session.drop_on_commit) {
    if (cx.catalog.IsLive(id)) DropTemporary(cx, id);
  }
  cx.session.drop_on_commit.clear();
}

bool Same(const Catalog& a, const Catalog& b, const ObjectKey& key) {
  const Object* one = a.Find(key);
  const Object* other = b.Find(key);
  if (one == nullptr || other == nullptr) return one == other;
  return Catalog::HashObject(*one) == Catalog::HashObject(*other);
}

// What differs between two catalogs, without the parts of objects that only one of them has.
std::vector<ObjectKey> Changed(const Catalog& before, const Catalog& after) {
  std::vector<ObjectKey> keys;
  const auto compare = [&](const Catalog& from, const Catalog& to) {
    for (ObjectId id = 0; id < from.end_id(); ++id) {
      if (!from.IsLive(id)) continue;
      const Object& object = from.Get(id);
      if (object.parent != kNoObject && to.Find(from.Get(object.parent).key) == nullptr) continue;
      if (!Same(from, to, object.key)) keys.push_back(object.key);
    }
  };
  compare(before, after);
  compare(after, before);
  return keys;
}

bool MentionsUnknown(const Context& cx, std::string_view text) {
  StringSet names;
  for (const auto& [key, reason] : cx.catalog.unknown()) {
    if (key.kind != KindOf<Column>) names.insert(key.name.str());
  }
  return !names.empty() &&
         Mentions(text, [&](std::string_view word) { return names.contains(word); });
}

}  // namespace

void MarkPartitions(Context& cx, ObjectId table, const std::string& reason) {
  for (const ObjectId child : DirectChildren(cx.catalog, table)) {
    cx.MarkUnknown(cx.catalog.Get(child).key, reason);
    MarkPartitions(cx, child, reason);
  }
}

std::vector<std::string> MarkTouched(Context& cx, const ast::Node& stmt,
                                     const std::string& reason) {
  std::vector<std::string> touches;
  std::vector<ObjectKey> keys = TouchedBy(cx, stmt);
  // Whatever it names may be in any schema.
  const bool anywhere = !SearchPathKnown(cx);
  if (anywhere) {
    const std::vector<ObjectKey> mentioned = MentionedBy(cx, cx.statement().text());
    keys.insert(keys.end(), mentioned.begin(), mentioned.end());
  }
  for (const ObjectKey& key : keys) {
    const std::string text = cx.MarkUnknown(key, reason);
    touches.push_back(key.kind == kNoKind ? key.name.str() : text);
    if (const ObjectId id = cx.catalog.IdOf(key); id != kNoObject && key.kind == KindOf<Table>) {
      MarkPartitions(cx, id, reason);
    }
  }
  const ast::RangeVar* relation = nullptr;
  if (const auto* index = ast::As<ast::IndexStmt>(&stmt)) relation = index->relation;
  if (const auto* trigger = ast::As<ast::CreateTrigStmt>(&stmt)) relation = trigger->relation;
  if (relation == nullptr || anywhere) return touches;
  for (const Name schema : SearchPath(cx)) {
    if (!relation->schemaname.empty() && schema != Name(relation->schemaname)) continue;
    const ObjectId id = RelationIn(cx.catalog, schema, relation->relname);
    if (id == kNoObject) continue;
    MarkPartitions(cx, id, reason);
    break;
  }
  return touches;
}

bool IsRefused(const Context& cx, const ast::Node& stmt) {
  if (!cx.session.failure() || !cx.session.failure()->certain) return false;
  const auto* transaction = ast::As<ast::TransactionStmt>(&stmt);
  if (transaction == nullptr) return true;
  using Kind = ast::TransactionStmtKind;
  switch (transaction->kind) {
    case Kind::TRANS_STMT_COMMIT:
    case Kind::TRANS_STMT_PREPARE:
    case Kind::TRANS_STMT_ROLLBACK:
    case Kind::TRANS_STMT_ROLLBACK_TO:
      return false;
    default:
      return true;
  }
}

std::string NoteFailure(Context& cx, const SourceLocation& place, std::string_view text,
                        const ast::Node* stmt, std::vector<std::string>* touches) {
  Session& session = cx.session;
  if (!session.in_transaction() || (session.failure() && session.failure()->certain)) return {};
  const bool certain = !session.failure() && !cx.options.applied &&
                       cx.catalog.notes.open_ended.empty() && !session.bounds_lost &&
                       !MentionsUnknown(cx, text);
  const bool first = !session.failure();
  session.Fail({place, certain});
  const std::string where = StrCat("the transaction that began in line ", session.begun().line);
  if (certain) return StrCat("; PostgreSQL refuses the rest of ", where, ", and rolls it back");
  if (stmt != nullptr) {
    const std::string reason =
        StrCat("a statement of ", where, " fails in the replay, yet may not have failed");
    *touches = MarkTouched(cx, *stmt, reason);
  }
  if (!first) return {};
  return StrCat(
      "; PostgreSQL would roll back ", where, ", and the rest of it is replayed ",
      cx.options.applied ? "as it is said to have been applied" : "as the error is not certain");
}

void EndTransaction(Context& cx) {
  Session& session = cx.session;
  if (!session.in_transaction()) return;
  const std::optional<Session::Failure> failure = session.failure();
  const SourceLocation begun = session.begun();
  if (!failure || cx.options.applied) {
    DropOnCommit(cx);
    session.Commit(cx.catalog);
    return;
  }
  // Temporary objects go in either case.
  DropOnCommit(cx);
  Catalog kept = cx.catalog;
  std::vector<ObjectKey> changed;
  if (failure->certain) {
    session.Rollback(cx.catalog);
    changed = Changed(cx.catalog, kept);
  } else {
    Session undone = session;
    undone.Rollback(kept);
    session.Commit(cx.catalog);
    changed = Changed(kept, cx.catalog);
  }
  const std::string reason =
      StrCat("PostgreSQL rolls back the transaction that began in line ", begun.line,
             " because of the error in line ", failure->place.line, ", unless there was none");
  for (const ObjectKey& key : changed) {
    if (key.schema == kTemporarySchema) continue;
    cx.catalog.MarkUnknown(key, StrCat(failure->place.ToString(), ": ", reason));
  }
}

}  // namespace schemadiff::replay
