// The code of a DO statement, while it runs.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/replay/context.h"
#include "engine/replay/static_eval.h"
#include "parsers/sql/plpgsql.h"

namespace schemadiff::replay {

/// Runs PL/pgSQL where it can be told what it does: where its conditions, and the statements that
/// it puts together, depend on the schema alone. Where they do not, what runs on a condition must
/// not change the schema.
class DoProgram {
 public:
  /// `whole` is a DO statement with that body; empty: the statement in hand is it.
  DoProgram(Context& cx, std::string body, std::string whole = {});

  /// Throws NotModelled where it cannot be told what the code does, and PgError where it fails:
  /// 2F005 where it `must_return` and comes to its end.
  void Run(bool must_return);

 private:
  // What comes after a statement.
  enum class Next { kGoOn, kExit, kContinue, kReturn };
  using Body = std::vector<PlpgsqlStatement>;

  // do_block.cc: statements.
  ParsedScript Parse(const std::string& sql, uint32_t line) const;
  std::optional<std::string> ExecutedText(const PlpgsqlStatement& execute) const;
  ParsedScript StatementOf(const PlpgsqlStatement& statement) const;
  Next RunBody(const Body& body);
  Next RunOne(const PlpgsqlStatement& statement);
  void Execute(const PlpgsqlStatement& statement);
  void Dispatch(const ParsedStatement& inner, const ast::Node& stmt);
  void Evaluate(const std::vector<std::string>& texts) const;

  // do_flow.cc: what depends on values.
  void Declare(const PlpgsqlCode& code);
  void Reset(uint32_t from_line, uint32_t to_line);
  void Assign(std::string_view name, Value value);
  void AssignRow(const std::vector<std::string>& targets, const StaticRows& rows, size_t row);
  void Forget(const std::vector<std::string>& targets);
  void ForgetAllIn(const Body& body);
  Value Evaluate(const std::string& text) const;
  std::string WithValues(const std::string& query) const;
  void RunAssignment(const PlpgsqlStatement& statement);
  void Select(const PlpgsqlStatement& statement, const ast::SelectStmt& stmt);
  Next RunBranches(const PlpgsqlStatement& statement);
  Next RunLoop(const PlpgsqlStatement& statement);
  Next RunLeave(const PlpgsqlStatement& statement);
  std::optional<Next> RunRows(const PlpgsqlStatement& statement);
  std::optional<Next> RunNumbers(const PlpgsqlStatement& statement);
  std::optional<Next> RunElements(const PlpgsqlStatement& statement);
  std::optional<Next> RunWhile(const PlpgsqlStatement& statement);
  void LookThrough(const PlpgsqlStatement& statement);
  void LookThrough(const Body& body);

  // do_handlers.cc: blocks.
  struct Survey {
    bool changes = false;
    bool data = false;
    bool more = false;  // changes that depend on more than the schema
    bool settings = false;
  };
  void Look(const Body& body, Survey* survey) const;
  Next RunBlock(const PlpgsqlStatement& block);

  Context& cx_;
  const ParsedStatement& outer_;  // outlives this: the end of the session may still report about it
  const std::string body_;
  const std::string whole_;
  std::optional<size_t> body_at_;  // where the code begins in the script
  std::vector<size_t> lines_;      // where its second line begins, and those after it
  bool has_variables_ = false;
  bool may_have_left_ = false;
  bool returned_value_ = false;
  const PgError* handled_ = nullptr;  // in a handler
  bool guarded_ = false;              // within a block whose handlers are not done with it
  std::vector<PlpgsqlVariable> declared_;
  Variables variables_;
  StaticEvaluator evaluator_;
  uint32_t block_line_ = 0;  // of the innermost block
  size_t steps_ = 0;         // statements that loops ran
};

/// Runs a DoProgram. When it throws, nothing has changed.
void RunPlpgsql(Context& cx, std::string body, std::string whole = {}, bool must_return = false);

/// Reads and writes rows, and may call what changes the schema.
bool IsDataStatement(const ast::Node& stmt);
/// Whether it changes the schema.
bool IsSchemaStatement(const ast::Node& stmt);

}  // namespace schemadiff::replay
