// DO: the statements of its code.
#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/calls.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/dispatch.h"
#include "engine/replay/do_program.h"
#include "engine/replay/handlers.h"
#include "engine/replay/owner.h"
#include "engine/replay/rights.h"
#include "engine/replay/run_time_effects.h"
#include "engine/replay/settings.h"
#include "engine/replay/transaction.h"

namespace schemadiff::replay {
namespace {

// Puts a statement of the code in the place of the DO statement.
class Inside {
 public:
  Inside(Context& cx, const ParsedStatement& outer, const ParsedStatement& inner)
      : cx_(cx), outer_(outer) {
    cx_.SetStatement(inner);
  }
  ~Inside() { cx_.SetStatement(outer_); }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  Context& cx_;
  const ParsedStatement& outer_;
};

// Its query may name the block's variables, which analysis would take for columns.
bool ReadsVariables(const ast::Node& stmt) {
  return stmt.tag == ast::NodeTag::kCreateTableAsStmt || stmt.tag == ast::NodeTag::kCallStmt;
}

NotModelled Unsupported(const PlpgsqlStatement& statement) {
  return NotModelled(StrCat("it holds a statement of kind \"", statement.word, "\""));
}

}  // namespace

bool IsDataStatement(const ast::Node& stmt) {
  return stmt.tag == ast::NodeTag::kSelectStmt || InfoFor(stmt.tag).handler == LookForCalls;
}

bool IsSchemaStatement(const ast::Node& stmt) {
  const StatementClass what = InfoFor(stmt.tag).what;
  return what != StatementClass::kNoEffect && what != StatementClass::kUncompared &&
         !IsDataStatement(stmt);
}

DoProgram::DoProgram(Context& cx, std::string body, std::string whole)
    : cx_(cx),
      outer_(cx.statement()),
      body_(std::move(body)),
      whole_(whole.empty() ? std::string(outer_.text()) : std::move(whole)),
      evaluator_(cx, variables_) {
  const std::string_view text = outer_.text();
  // Code in quotes of another form reads otherwise than it stands there.
  const size_t at = text.find(body_);
  if (at != std::string_view::npos && !body_.empty()) body_at_ = outer_.begin + at;
  for (size_t end = body_.find('\n'); end != std::string::npos; end = body_.find('\n', end + 1)) {
    lines_.push_back(end + 1);
  }
}

void DoProgram::Run(bool must_return) {
  if (!cx_.session.settings().standard_conforming_strings) {
    throw NotModelled("standard_conforming_strings is off");
  }
  const PlpgsqlCode code = ParsePlpgsql(whole_, body_);
  if (!code.error.empty()) throw NotModelled(code.error);
  has_variables_ = code.has_variables;
  Declare(code);
  const Next next = RunBody(code.statements);
  // The parser ends each body in a RETURN without a value.
  if (must_return && !(next == Next::kReturn && returned_value_)) {
    if (may_have_left_) throw NotModelled("whether it comes to a RETURN");
    throw PgError("2F005", "control reached end of function without RETURN");
  }
  for (const std::string& name : evaluator_.settings_taken_as_unset()) {
    cx_.Report(DiagnosticLevel::kNote, "replay.unset-setting",
               StrCat("what this does depends on the setting \"", name,
                      "\", which is taken to be unset: no statement sets it"));
  }
}

// The statement, with its places in the script where it stands there in these words; else with its
// line alone.
ParsedScript DoProgram::Parse(const std::string& sql, uint32_t line) const {
  const size_t from = line > 1 && line - 2 < lines_.size() ? lines_[line - 2] : 0;
  const size_t at = body_.find(sql, from);
  ParsedScript script;
  if (body_at_ && at != std::string::npos) {
    script = ParseSqlWithin(outer_.source, *body_at_ + at, *body_at_ + at + sql.size());
  } else {
    SourceLocation place = outer_.Locate(body_at_ ? static_cast<int32_t>(*body_at_ + from)
                                                  : static_cast<int32_t>(outer_.begin));
    script = ParseSql(SourceText::Generated(place.file, sql, {{0, place.line}}));
  }
  if (!script.diagnostics.empty()) throw NotModelled(script.diagnostics.list().front().message);
  if (script.statements.size() != 1) throw NotModelled(StrCat("what ", sql, " is"));
  return script;
}

// What EXECUTE executes; nothing where that is put together of what is not known.
std::optional<std::string> DoProgram::ExecutedText(const PlpgsqlStatement& execute) const {
  if (!execute.evaluated.empty()) return std::nullopt;  // USING
  const ParsedFragment parsed = ParseExpression(execute.text);
  if (!parsed) return std::nullopt;
  if (std::optional<std::string> constant = ConstantText(parsed.node)) return constant;
  const Value value = evaluator_.Evaluate(execute.text);
  return value.kind == Value::Kind::kText ? std::optional(value.text) : std::nullopt;
}

ParsedScript DoProgram::StatementOf(const PlpgsqlStatement& statement) const {
  if (statement.kind == PlpgsqlKind::kSql) return Parse(statement.text, statement.line);
  const std::optional<std::string> text = ExecutedText(statement);
  if (!text) throw NotModelled(StrCat("EXECUTE ", statement.text));
  return Parse(*text, statement.line);
}

// Code whose value is not known may do something all the same.
void DoProgram::Evaluate(const std::vector<std::string>& texts) const {
  for (const std::string& text : texts) {
    if (MayCallIntoSchema(cx_, text)) {
      throw NotModelled(StrCat("what the evaluation of ", text, " does"));
    }
  }
}

DoProgram::Next DoProgram::RunBody(const Body& body) {
  for (const PlpgsqlStatement& statement : body) {
    const Next next = RunOne(statement);
    if (next != Next::kGoOn) return next;
  }
  return Next::kGoOn;
}

DoProgram::Next DoProgram::RunOne(const PlpgsqlStatement& statement) {
  switch (statement.kind) {
    case PlpgsqlKind::kSql:
    case PlpgsqlKind::kExecute:
      Evaluate(statement.evaluated);
      Execute(statement);
      return Next::kGoOn;
    case PlpgsqlKind::kEvaluate:
      RunAssignment(statement);
      return Next::kGoOn;
    case PlpgsqlKind::kBlock:
      return RunBlock(statement);
    case PlpgsqlKind::kBranches:
      return RunBranches(statement);
    case PlpgsqlKind::kLoop:
      return RunLoop(statement);
    case PlpgsqlKind::kRaise:
      Evaluate(statement.evaluated);
      if (statement.text.empty() && handled_ != nullptr) throw PgError(*handled_);
      throw PgError("P0001", statement.text);
    case PlpgsqlKind::kLeave:
      Evaluate(statement.evaluated);
      return RunLeave(statement);
    case PlpgsqlKind::kOther:
      break;
  }
  throw Unsupported(statement);
}

void DoProgram::Execute(const PlpgsqlStatement& statement) {
  const ParsedScript script = StatementOf(statement);
  const ParsedStatement& inner = script.statements.front();
  const ast::Node& stmt = *inner.stmt;
  if (IsSchemaStatement(stmt)) {
    if (may_have_left_) throw NotModelled("what follows a RETURN under a condition");
    if (has_variables_ && ReadsVariables(stmt)) {
      throw NotModelled("a query that may read variables");
    }
  }
  {
    const Inside inside(cx_, outer_, inner);
    try {
      Dispatch(inner, stmt);
    } catch (const PgError& error) {
      // The places of a statement that was put together are none of the script's.
      const bool here = inner.source == outer_.source;
      const int place = error.location() < 0 ? static_cast<int>(inner.begin) : error.location();
      throw PgError(error.sqlstate(), error.what(), here ? place : -1);
    }
  }
  const auto* select = ast::As<ast::SelectStmt>(&stmt);
  if (select != nullptr && select->intoClause == nullptr) {
    Select(statement, *select);
  } else {
    // INSERT ... RETURNING ... INTO, and its like.
    Forget(statement.targets);
    if (IsDataStatement(stmt)) Assign("found", Value::Unknown());
  }
}

void DoProgram::Dispatch(const ParsedStatement& inner, const ast::Node& stmt) {
  const StatementInfo& info = InfoFor(stmt.tag);
  switch (info.what) {
    case StatementClass::kNoEffect:
      if (info.handler != nullptr) info.handler(cx_, stmt);
      return;
    case StatementClass::kUncompared:
      cx_.CountUncompared(info.note);
      return;
    case StatementClass::kHandled:
      if (stmt.tag == ast::NodeTag::kTransactionStmt) break;
      CheckRights(cx_, stmt);
      info.handler(cx_, stmt);
      OwnNewObjects(cx_);
      return;
    case StatementClass::kUnknown:
      break;
  }
  throw NotModelled(StrCat(StatementWords(inner), " in a DO block"));
}

void RunPlpgsql(Context& cx, std::string body, std::string whole, bool must_return) {
  const ParsedStatement& outer = cx.statement();
  const Session session = cx.session;
  const Catalog::Mark mark = cx.catalog.SetMark();
  Diagnostics before = std::exchange(cx.diagnostics, {});
  const auto restore = [&] {
    cx.session = session;
    cx.diagnostics = std::move(before);
    cx.SetStatement(outer);
  };
  try {
    // Code is always in a transaction, until whose end SET LOCAL holds.
    const bool alone = !cx.session.in_transaction();
    if (alone) cx.session.Begin(cx.catalog, outer.location());
    DoProgram(cx, std::move(body), std::move(whole)).Run(must_return);
    if (alone) EndTransaction(cx);
    cx.catalog.Release(mark);
    before.Append(std::exchange(cx.diagnostics, {}));
    cx.diagnostics = std::move(before);
  } catch (const PgError& error) {
    // What is missing may be what a call made that could not be followed.
    const bool certain = std::ranges::none_of(cx.diagnostics.list(), [](const Diagnostic& told) {
      return told.code == "replay.unsupported-statement";
    });
    if (!certain) cx.catalog.RollbackTo(mark);
    restore();
    if (!certain) throw NotModelled(StrCat("after a call that is not known: ", error.what()));
    throw;
  } catch (const NotModelled&) {
    cx.catalog.RollbackTo(mark);
    restore();
    throw;
  }
}

void ExecuteDo(Context& cx, const ast::DoStmt& stmt) {
  std::optional<std::string> body;
  std::optional<std::string> stated_language;
  for (const ast::Node* node : stmt.args) {
    const auto* element = ast::As<ast::DefElem>(node);
    const auto* text = element == nullptr ? nullptr : ast::As<ast::String>(element->arg);
    if (text == nullptr) throw NotModelled("an option of DO", node->location);
    std::optional<std::string>& option = element->defname == "as" ? body : stated_language;
    if (option) {
      throw PgError(sqlstate::kSyntaxError, "conflicting or redundant options", node->location);
    }
    option = text->sval;
  }
  if (!body) throw PgError(sqlstate::kSyntaxError, "no inline code specified");
  const std::string language = stated_language.value_or("plpgsql");
  if (language == "sql" || language == "c" || language == "internal") {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("language \"", language, "\" does not support inline code execution"));
  }
  try {
    if (language != "plpgsql") throw NotModelled(StrCat("it is in ", language));
    RunPlpgsql(cx, *body);
  } catch (const NotModelled& gap) {
    // Whatever it does to rows.
    DoubtRolesOf(cx, *body);
    if (language == "plpgsql" && !MayCallIntoSchema(cx, *body)) return;
    NoteRunTimeEffects(cx, *body, "what a DO block does", -1, gap.what());
  }
}

}  // namespace schemadiff::replay
