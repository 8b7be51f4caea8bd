// Statements that change the session, not the schema: transactions, DISCARD.
#include "engine/base/strings.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/transaction.h"

namespace schemadiff::replay {
void ExecuteTransaction(Context& cx, const ast::TransactionStmt& stmt) {
  using Kind = ast::TransactionStmtKind;
  Session& session = cx.session;
  const auto require_transaction = [&](std::string_view what) {
    if (!session.in_transaction()) {
      throw PgError("25P01", StrCat(what, " can only be used in transaction blocks"));
    }
  };
  const auto require_savepoint = [&](bool found) {
    if (!found) {
      throw PgError("3B001", StrCat("savepoint \"", stmt.savepoint_name, "\" does not exist"));
    }
  };
  switch (stmt.kind) {
    case Kind::TRANS_STMT_BEGIN:
    case Kind::TRANS_STMT_START:
      session.Begin(cx.catalog, cx.statement().location());
      break;
    case Kind::TRANS_STMT_COMMIT:
    case Kind::TRANS_STMT_PREPARE:
      EndTransaction(cx);
      if (stmt.chain) session.Begin(cx.catalog, cx.statement().location());
      break;
    case Kind::TRANS_STMT_ROLLBACK:
      session.Rollback(cx.catalog);
      if (stmt.chain) session.Begin(cx.catalog, cx.statement().location());
      break;
    case Kind::TRANS_STMT_SAVEPOINT:
      require_transaction("SAVEPOINT");
      session.Savepoint(cx.catalog, stmt.savepoint_name);
      break;
    case Kind::TRANS_STMT_RELEASE:
      require_transaction("RELEASE SAVEPOINT");
      require_savepoint(session.ReleaseSavepoint(cx.catalog, stmt.savepoint_name));
      break;
    case Kind::TRANS_STMT_ROLLBACK_TO:
      require_transaction("ROLLBACK TO SAVEPOINT");
      require_savepoint(session.RollbackToSavepoint(cx.catalog, stmt.savepoint_name));
      break;
    case Kind::TRANS_STMT_COMMIT_PREPARED:
      break;
    case Kind::TRANS_STMT_ROLLBACK_PREPARED:
      throw NotModelled("ROLLBACK PREPARED of what an earlier statement did");
  }
}

void ExecuteDiscard(Context& cx, const ast::DiscardStmt& stmt) {
  if (stmt.target == ast::DiscardMode::DISCARD_ALL ||
      stmt.target == ast::DiscardMode::DISCARD_TEMP) {
    DropTemporaryObjects(cx);
  }
  if (stmt.target == ast::DiscardMode::DISCARD_ALL) cx.session.ResetAllSettings();
}

}  // namespace schemadiff::replay
