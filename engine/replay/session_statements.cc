// Statements that change the session, not the schema: transactions, settings, DO.
#include <algorithm>
#include <optional>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/routine.h"
#include "engine/replay/run_time_effects.h"
#include "engine/replay/walk.h"
#include "parsers/sql/lexer.h"

namespace schemadiff::replay {
namespace {

void DropOnCommit(Context& cx) {
  for (const ObjectId id : cx.session.drop_on_commit) {
    if (cx.catalog.IsLive(id)) DropTemporary(cx, id);
  }
  cx.session.drop_on_commit.clear();
}

}  // namespace

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
      session.Begin(cx.catalog);
      break;
    case Kind::TRANS_STMT_COMMIT:
    case Kind::TRANS_STMT_PREPARE:
      if (session.in_transaction()) DropOnCommit(cx);
      session.Commit(cx.catalog);
      if (stmt.chain) session.Begin(cx.catalog);
      break;
    case Kind::TRANS_STMT_ROLLBACK:
      session.Rollback(cx.catalog);
      if (stmt.chain) session.Begin(cx.catalog);
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

namespace {

std::optional<std::string> ConstantText(const ast::Node* node) {
  const auto* constant = ast::As<ast::A_Const>(node);
  if (constant == nullptr) {
    if (const auto* cast = ast::As<ast::TypeCast>(node)) return ConstantText(cast->arg);
    return std::nullopt;
  }
  if (constant->isnull) return std::nullopt;
  if (const auto* text = ast::As<ast::String>(constant->val)) return std::string(text->sval);
  if (const auto* integer = ast::As<ast::Integer>(constant->val)) return StrCat(integer->ival);
  if (const auto* boolean = ast::As<ast::Boolean>(constant->val)) {
    return boolean->boolval ? "true" : "false";
  }
  return std::nullopt;
}

// A list of names as a setting's text holds it: `public, "Odd"` (SplitIdentifierString).
std::vector<std::string> SplitIdentifiers(std::string_view text) {
  std::vector<std::string> names;
  size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() &&
           (text[at] == ' ' || text[at] == ',' || text[at] == '\t' || text[at] == '\n')) {
      ++at;
    }
    if (at == text.size()) break;
    std::string name;
    if (text[at] == '"') {
      for (++at; at < text.size(); ++at) {
        if (text[at] == '"') {
          if (at + 1 < text.size() && text[at + 1] == '"') {
            ++at;
          } else {
            ++at;
            break;
          }
        }
        name += text[at];
      }
    } else {
      const size_t end = std::min(text.find_first_of(", \t\n", at), text.size());
      name = FoldIdentifier(text.substr(at, end - at));
      at = end;
    }
    // SET search_path = '' is a list of one empty name, which no schema has.
    if (!name.empty()) names.push_back(std::move(name));
  }
  return names;
}

void ApplySetting(Context& cx, std::string_view name, const std::string& text,
                  const std::vector<std::string>* list, bool local) {
  Session& session = cx.session;
  if (name == "search_path") {
    session.Set(&Settings::search_path, list != nullptr ? *list : SplitIdentifiers(text), local);
  } else if (name == "default_tablespace") {
    session.Set(&Settings::default_tablespace, text, local);
  } else if (name == "default_table_access_method") {
    session.Set(&Settings::default_table_access_method, text, local);
  }
}

void ResetSetting(Context& cx, std::string_view name, bool local) {
  const Settings fresh;
  Session& session = cx.session;
  if (name == "search_path") session.Set(&Settings::search_path, fresh.search_path, local);
  if (name == "default_tablespace") {
    session.Set(&Settings::default_tablespace, fresh.default_tablespace, local);
  }
  if (name == "default_table_access_method") {
    session.Set(&Settings::default_table_access_method, fresh.default_table_access_method, local);
  }
}

}  // namespace

void ExecuteSet(Context& cx, const ast::VariableSetStmt& stmt) {
  const std::string name = AsciiToLower(stmt.name);
  switch (stmt.kind) {
    case ast::VariableSetKind::VAR_SET_VALUE: {
      // Each argument is a name of its own, whatever is in it.
      std::vector<std::string> list;
      for (const ast::Node* argument : stmt.args) {
        if (const auto text = ConstantText(argument); text && !text->empty()) {
          list.push_back(*text);
        }
      }
      ApplySetting(cx, name, StrJoin(list, ", "), &list, stmt.is_local);
      break;
    }
    case ast::VariableSetKind::VAR_SET_DEFAULT:
    case ast::VariableSetKind::VAR_RESET:
      ResetSetting(cx, name, stmt.is_local);
      break;
    case ast::VariableSetKind::VAR_RESET_ALL:
      cx.session.ResetAllSettings();
      break;
    case ast::VariableSetKind::VAR_SET_CURRENT:
    case ast::VariableSetKind::VAR_SET_MULTI:
      break;
  }
}

void ExecuteDiscard(Context& cx, const ast::DiscardStmt& stmt) {
  if (stmt.target == ast::DiscardMode::DISCARD_ALL ||
      stmt.target == ast::DiscardMode::DISCARD_TEMP) {
    DropTemporaryObjects(cx);
  }
  if (stmt.target == ast::DiscardMode::DISCARD_ALL) cx.session.ResetAllSettings();
}

namespace {

// Functions that change the schema when a SELECT calls them.
bool ChangesSchema(std::string_view function) {
  static constexpr std::string_view kNames[] = {"create_hypertable",  "addgeometrycolumn",
                                                "dropgeometrycolumn", "create_parent",
                                                "lo_create",          "create_distributed_table"};
  return std::ranges::find(kNames, function) != std::end(kNames);
}

// A function of the catalog whose body holds DDL may do that here, to what its arguments name.
void NoteOwnCode(Context& cx, const ast::FuncCall& call) {
  bool perhaps_more = false;
  for (const Routine& routine : FindRoutines(cx, StatedName(call.funcname), &perhaps_more)) {
    if (routine.object == kNoObject) continue;
    const auto* function = cx.catalog.Get(routine.object).TryAs<Function>();
    if (function == nullptr || !MayChangeSchema(function->body)) continue;
    std::string code = function->body;
    for (const ast::Node* argument : call.args) {
      if (const auto text = ConstantText(argument)) StrAppend(&code, "\n", *text);
    }
    NoteRunTimeEffects(cx, code,
                       StrCat("what the call of ", NameListToString(call.funcname), "() does"),
                       call.location);
    return;
  }
}

void LookForCalls(Context& cx, const ast::Node& node) {
  if (const auto* call = ast::As<ast::FuncCall>(&node)) {
    const std::string_view name = Strings(call->funcname).back();
    if (name == "set_config" && call->args.size() == 3) {
      const auto setting = ConstantText(call->args[0]);
      const auto value = ConstantText(call->args[1]);
      const auto local = ConstantText(call->args[2]);
      if (setting && value && local) {
        const bool is_local = *local == "true" || *local == "t" || *local == "on";
        ApplySetting(cx, AsciiToLower(*setting), *value, nullptr, is_local);
      } else if (setting && AsciiToLower(*setting) == "search_path") {
        throw NotModelled("set_config of search_path to a value that is not a constant",
                          call->location);
      }
    } else if (ChangesSchema(name)) {
      throw NotModelled(StrCat("what the function ", name, "() does to the schema"),
                        call->location);
    } else {
      NoteOwnCode(cx, *call);
    }
  }
  ForEachChild(node, [&](const ast::Node& child) { LookForCalls(cx, child); });
}

}  // namespace

void ExecuteSelect(Context& cx, const ast::SelectStmt& stmt) {
  const ast::SelectStmt* leftmost = &stmt;
  while (leftmost->larg != nullptr) leftmost = leftmost->larg;
  if (leftmost->intoClause != nullptr) {
    CreateTableFromSelect(cx, stmt, *leftmost->intoClause);
    return;
  }
  LookForCalls(cx, stmt);
}

void ExecuteDo(Context& cx, const ast::DoStmt& stmt) {
  std::string body;
  for (const ast::Node* node : stmt.args) {
    const auto* element = ast::As<ast::DefElem>(node);
    if (element == nullptr || element->defname != "as") continue;
    if (const auto* text = ast::As<ast::String>(element->arg)) body = text->sval;
  }
  // What it does depends on its run.
  NoteRunTimeEffects(cx, body, "what a DO block does", -1);
}

}  // namespace schemadiff::replay
