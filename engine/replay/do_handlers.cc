// DO: blocks, and their handlers of errors.
#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/do_conditions.h"
#include "engine/replay/do_program.h"

namespace schemadiff::replay {
namespace {

// Whether the server's answer may depend on rows, on rights, or on what is installed there.
bool DependsOnMore(const ast::Node& stmt) {
  using ast::NodeTag;
  if (const auto* index = ast::As<ast::IndexStmt>(&stmt)) {
    // Of any columns' values there is a hash; other methods have limits.
    const bool plain = std::ranges::all_of(index->indexParams, [](const ast::Node* parameter) {
      return ast::Cast<ast::IndexElem>(parameter)->expr == nullptr;
    });
    return index->accessMethod != "hash" || !plain || index->whereClause != nullptr;
  }
  if (const auto* alter = ast::As<ast::AlterTableStmt>(&stmt)) {
    using ast::AlterTableType;
    static constexpr std::array kNoRows = {
        AlterTableType::AT_DropColumn,        AlterTableType::AT_DropConstraint,
        AlterTableType::AT_DropNotNull,       AlterTableType::AT_ColumnDefault,
        AlterTableType::AT_SetStorage,        AlterTableType::AT_EnableRowSecurity,
        AlterTableType::AT_DisableRowSecurity};
    return !std::ranges::all_of(alter->cmds, [](const ast::Node* command) {
      const auto type = ast::Cast<ast::AlterTableCmd>(command)->subtype;
      return std::ranges::find(kNoRows, type) != kNoRows.end();
    });
  }
  static constexpr std::array kSchemaAlone = {
      NodeTag::kCreateStmt,       NodeTag::kCreateEnumStmt, NodeTag::kCompositeTypeStmt,
      NodeTag::kCreateRangeStmt,  NodeTag::kCreateSeqStmt,  NodeTag::kCreateSchemaStmt,
      NodeTag::kViewStmt,         NodeTag::kCommentStmt,    NodeTag::kCreateFunctionStmt,
      NodeTag::kCreateTrigStmt,   NodeTag::kDropStmt,       NodeTag::kRenameStmt,
      NodeTag::kCreatePolicyStmt, NodeTag::kRuleStmt};
  return std::ranges::find(kSchemaAlone, stmt.tag) == kSchemaAlone.end();
}

bool MayLeave(const std::vector<PlpgsqlStatement>& body) {
  return std::ranges::any_of(body, [](const PlpgsqlStatement& statement) {
    return statement.kind == PlpgsqlKind::kLeave ||
           std::ranges::any_of(statement.bodies, MayLeave) ||
           std::ranges::any_of(statement.handlers, [](const PlpgsqlHandler& handler) {
             return MayLeave(handler.body);
           });
  });
}

// Whether the handler ends in an error of its own, with whatever code.
bool Raises(const PlpgsqlHandler& handler) {
  if (handler.body.empty() || MayLeave(handler.body)) return false;
  const PlpgsqlStatement& last = handler.body.back();
  return last.kind == PlpgsqlKind::kRaise ||
         (last.kind == PlpgsqlKind::kOther && last.word == "raise");
}

}  // namespace

void DoProgram::Look(const Body& body, Survey* survey) const {
  for (const PlpgsqlStatement& statement : body) {
    if (statement.kind == PlpgsqlKind::kSql || statement.kind == PlpgsqlKind::kExecute) {
      const ParsedScript script = StatementOf(statement);
      const ast::Node& stmt = *script.statements.front().stmt;
      survey->data |= IsDataStatement(stmt);
      survey->settings |= stmt.tag == ast::NodeTag::kVariableSetStmt;
      if (IsSchemaStatement(stmt)) {
        survey->changes = true;
        survey->more |= DependsOnMore(stmt);
      }
    } else {
      // Whatever depends on rows may fail.
      survey->data |= std::ranges::any_of(statement.evaluated, [this](const std::string& text) {
        return !evaluator_.Evaluate(text).known() && !evaluator_.Query(text);
      });
    }
    for (const Body& inner : statement.bodies) Look(inner, survey);
    for (const PlpgsqlHandler& handler : statement.handlers) Look(handler.body, survey);
  }
}

DoProgram::Next DoProgram::RunBlock(const PlpgsqlStatement& block) {
  static const Body kNothing;
  const Body& body = block.bodies.empty() ? kNothing : block.bodies.front();
  Reset(block_line_ == 0 ? 0 : block_line_ + 1, block.line);
  const uint32_t around = std::exchange(block_line_, std::max(block.line, block_line_));
  const auto leave = [&](Next next) {
    block_line_ = around;
    return next;
  };
  // What handlers do that end in an error is undone with all the rest.
  if (block.handlers.empty() || (!guarded_ && std::ranges::all_of(block.handlers, Raises))) {
    return leave(RunBody(body));
  }
  Survey inside;
  Survey handling;
  Look(body, &inside);
  for (const PlpgsqlHandler& handler : block.handlers) Look(handler.body, &handling);
  if (!inside.changes) {
    // Which of its statements run, and which handler, is for the rows to say.
    ForgetAllIn(Body{block});
    LookThrough(body);
    for (const PlpgsqlHandler& handler : block.handlers) LookThrough(handler.body);
    return leave(Next::kGoOn);
  }
  if (inside.data || inside.settings) {
    throw NotModelled("a block with handlers that also reads rows or sets something");
  }
  if (inside.more && !OnlySchemaConditions(block)) {
    throw NotModelled("a handler of errors that depend on more than the schema");
  }
  const Catalog::Mark mark = cx_.catalog.SetMark();
  const bool guarded = std::exchange(guarded_, true);
  try {
    const Next next = RunBody(body);
    guarded_ = guarded;
    cx_.catalog.Release(mark);
    return leave(next);
  } catch (const PgError& error) {
    guarded_ = guarded;
    cx_.catalog.RollbackTo(mark);
    for (const PlpgsqlHandler& handler : block.handlers) {
      const bool matches = std::ranges::any_of(
          handler.conditions,
          [&](const std::string& condition) { return Handles(condition, error.sqlstate()); });
      if (!matches) continue;
      const PgError* before = std::exchange(handled_, &error);
      const Next next = RunBody(handler.body);
      handled_ = before;
      return leave(next);
    }
    throw;
  }
}

}  // namespace schemadiff::replay
