// DO: variables, branches and loops.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/replay/calls.h"
#include "engine/replay/dispatch.h"
#include "engine/replay/do_program.h"
#include "engine/replay/roles.h"
#include "engine/replay/run_call.h"
#include "engine/replay/walk.h"
#include "parsers/sql/lexer.h"

namespace schemadiff::replay {
namespace {

// Statements that loops may run before this is given up.
constexpr size_t kManySteps = 100'000;

// A type's name as PL/pgSQL states it, without what makes no difference.
std::string PlainType(std::string_view type) {
  const std::string folded = AsciiToLower(type);
  std::string_view name = folded;
  while (name.ends_with(' ')) name.remove_suffix(1);
  if (name.starts_with("pg_catalog.")) name.remove_prefix(11);
  return std::string(name);
}

// Whether a variable of the type holds a value as it is given.
bool Keeps(std::string_view type, const Value& value) {
  static constexpr std::array<std::string_view, 13> kPlain = {
      "text",   "varchar", "character varying", "regclass", "oid",   "int", "integer", "int4",
      "bigint", "int8",    "boolean",           "bool",     "record"};
  if (value.IsNull()) return true;
  const std::string name = PlainType(type);
  if (name == "name") return value.kind != Value::Kind::kText || value.text.size() <= 63;
  if (name.ends_with("[]")) return value.kind == Value::Kind::kArray;
  // The type of a column of a catalog, or the variable of a loop over numbers.
  return name.empty() || name.ends_with("%type") || name.ends_with("%rowtype") ||
         std::ranges::find(kPlain, name) != kPlain.end();
}

}  // namespace

// Variables of blocks within the code have their line there: the line of the block that they belong
// to is that of its BEGIN, which follows.
void DoProgram::Declare(const PlpgsqlCode& code) {
  std::set<std::string> seen;
  std::set<std::string> twice;
  for (const PlpgsqlVariable& variable : code.variables) {
    if (!variable.type.empty() && !seen.insert(variable.name).second) twice.insert(variable.name);
  }
  for (const PlpgsqlVariable& variable : code.variables) {
    // Which one is meant is not known of two of the same name.
    if (twice.contains(variable.name)) continue;
    declared_.push_back(variable);
  }
  for (const std::string& text : code.evaluated) {
    if (!evaluator_.Evaluate(text).known()) Evaluate(std::vector{text});
  }
}

void DoProgram::Reset(uint32_t from_line, uint32_t to_line) {
  for (const PlpgsqlVariable& variable : declared_) {
    if (variable.type.empty() || variable.line < from_line || variable.line > to_line) continue;
    Assign(variable.name, variable.initial.empty() ? Value::Null() : Evaluate(variable.initial));
  }
}

void DoProgram::Assign(std::string_view name, Value value) {
  if (name == "found") {
    variables_["found"] = std::move(value);
    return;
  }
  const auto declared = std::ranges::find(declared_, name, &PlpgsqlVariable::name);
  if (declared == declared_.end()) return;
  variables_[std::string(name)] =
      Keeps(declared->type, value) ? std::move(value) : Value::Unknown();
}

void DoProgram::Forget(const std::vector<std::string>& targets) {
  for (const std::string& name : targets) Assign(name, Value::Unknown());
}

void DoProgram::AssignRow(const std::vector<std::string>& targets, const StaticRows& rows,
                          size_t row) {
  const std::vector<Value>& values = rows.rows[row].values;
  const auto declared = targets.empty()
                            ? declared_.end()
                            : std::ranges::find(declared_, targets.front(), &PlpgsqlVariable::name);
  const std::string type = declared == declared_.end() ? "" : AsciiToLower(declared->type);
  if (targets.size() == 1 && (type.starts_with("record") || type.ends_with("%rowtype"))) {
    Assign(targets.front(), Value::Record(rows.columns, values));
    return;
  }
  for (size_t i = 0; i < targets.size(); ++i) {
    const bool there = !rows.partial && i < values.size();
    Assign(targets[i], there ? values[i] : Value::Unknown());
  }
}

Value DoProgram::Evaluate(const std::string& text) const {
  Value value = evaluator_.Evaluate(text);
  if (!value.known()) Evaluate(std::vector{text});
  return value;
}

// A query that is nothing but a call, with the texts that variables hold in their places: what is
// called so is followed where it is called with constants.
std::string DoProgram::WithValues(const std::string& query) const {
  const ParsedFragment parsed = ParseQuery(query);
  const auto* select = ast::As<ast::SelectStmt>(parsed.node);
  const ast::FuncCall* call = select == nullptr ? nullptr : SoleCall(*select);
  if (call == nullptr) return query;
  std::string text = query;
  for (size_t i = call->args.size(); i-- > 0;) {
    const auto* name = ast::As<ast::ColumnRef>(call->args[i]);
    if (name == nullptr || name->fields.size() != 1 || name->location < 0 ||
        ast::As<ast::String>(name->fields.front()) == nullptr) {
      continue;
    }
    const auto at = static_cast<size_t>(name->location);
    SqlLexer lexer(std::string_view(query).substr(at));
    const std::string_view token = lexer.Text(lexer.Next());
    const Value value = evaluator_.Evaluate(token);
    // A literal would fit parameters that a variable of another type does not.
    const std::string_view variable = ast::Cast<ast::String>(name->fields.front())->sval;
    const auto declared = std::ranges::find(declared_, variable, &PlpgsqlVariable::name);
    if (declared == declared_.end() || PlainType(declared->type) != "text") continue;
    if (value.kind == Value::Kind::kText) text.replace(at, token.size(), QuoteLiteral(value.text));
  }
  return text;
}

// Assignments, and what does nothing but evaluate: PERFORM, ASSERT, RAISE NOTICE, GET DIAGNOSTICS.
void DoProgram::RunAssignment(const PlpgsqlStatement& statement) {
  if (statement.word == "assign" && !statement.value.empty() && statement.targets.size() == 1) {
    Assign(statement.targets.front(), Evaluate(statement.value));
    return;
  }
  if (statement.word == "perform" && statement.evaluated.size() == 1 &&
      MayCallIntoSchema(cx_, statement.evaluated.front())) {
    PlpgsqlStatement select = statement;
    select.kind = PlpgsqlKind::kSql;
    select.text = WithValues(std::exchange(select.evaluated, {}).front());
    Execute(select);
    Assign("found", Value::Unknown());
    return;
  }
  if (statement.word == "perform" && statement.evaluated.size() == 1) {
    const std::optional<StaticRows> rows = evaluator_.Query(statement.evaluated.front());
    const bool found = rows && std::ranges::any_of(rows->rows, &StaticRow::certain);
    Assign("found", found || (rows && rows->rows.empty()) ? Value::Bool(found) : Value::Unknown());
  }
  if (statement.word == "getdiag") {
    // Its targets are not told apart from other variables.
    for (auto& [name, value] : variables_) value = Value::Unknown();
  }
  Forget(statement.targets);
  Evaluate(statement.evaluated);
}

void DoProgram::Select(const PlpgsqlStatement& statement, const ast::SelectStmt& stmt) {
  const std::optional<StaticRows> rows = evaluator_.Query(stmt);
  if (!rows || !rows->AllCertain()) {
    Forget(statement.targets);
    Assign("found", Value::Unknown());
    return;
  }
  if (rows->rows.empty()) {
    for (const std::string& name : statement.targets) Assign(name, Value::Null());
  } else {
    // Which row comes first of several is known only where that makes no difference.
    if (rows->rows.size() > 1) {
      Forget(statement.targets);
    } else {
      AssignRow(statement.targets, *rows, 0);
    }
  }
  if (!statement.targets.empty() && statement.kind == PlpgsqlKind::kSql) {
    Assign("found", Value::Bool(!rows->rows.empty()));
  }
}

DoProgram::Next DoProgram::RunBranches(const PlpgsqlStatement& statement) {
  if (!statement.value.empty()) {
    // What CASE compares has a variable of its own.
    const Value value = Evaluate(statement.value);
    for (const PlpgsqlVariable& variable : declared_) {
      if (variable.name.starts_with("__Case__Variable_") &&
          statement.conditions.front().find(variable.name) != std::string::npos) {
        Assign(variable.name, value);
      }
    }
  }
  for (size_t i = 0; i < statement.conditions.size(); ++i) {
    const Value value = Evaluate(statement.conditions[i]);
    const std::optional<bool> truth = TruthOf(value);
    if (!truth && !value.IsNull()) {
      LookThrough(statement);
      return Next::kGoOn;
    }
    if (truth == true) return RunBody(statement.bodies[i]);
  }
  if (statement.bodies.size() > statement.conditions.size())
    return RunBody(statement.bodies.back());
  if (statement.word == "case") throw PgError("20000", "case not found");
  return Next::kGoOn;
}

DoProgram::Next DoProgram::RunLeave(const PlpgsqlStatement& statement) {
  if (!statement.conditions.empty()) {
    const Value value = Evaluate(statement.conditions.front());
    const std::optional<bool> truth = TruthOf(value);
    if (!truth && !value.IsNull()) throw NotModelled("EXIT or CONTINUE on a condition");
    if (truth != true) return Next::kGoOn;
  }
  if (statement.word == "return") {
    returned_value_ = !statement.evaluated.empty();
    return Next::kReturn;
  }
  if (!statement.label.empty()) throw NotModelled("EXIT or CONTINUE with a label");
  return statement.is_exit ? Next::kExit : Next::kContinue;
}

DoProgram::Next DoProgram::RunLoop(const PlpgsqlStatement& statement) {
  std::optional<Next> next;
  if (statement.word == "fors" || statement.word == "dynfors") {
    next = RunRows(statement);
  } else if (statement.word == "fori") {
    next = RunNumbers(statement);
  } else if (statement.word == "foreach_a") {
    next = RunElements(statement);
  } else if (statement.word == "while" || statement.word == "loop") {
    next = RunWhile(statement);
  }
  if (next) return *next;
  // Its body runs any number of times, with any values.
  LookThrough(statement);
  return Next::kGoOn;
}

// The queries of loops are evaluated, and may call something, whether their rows are known or not.
std::optional<DoProgram::Next> DoProgram::RunRows(const PlpgsqlStatement& statement) {
  std::optional<StaticRows> rows;
  if (statement.word == "fors") {
    rows = evaluator_.Query(statement.value);
  } else if (statement.evaluated.size() == 1) {
    const Value text = Evaluate(statement.value);
    if (text.kind == Value::Kind::kText) rows = evaluator_.Query(text.text);
  }
  if (!rows || !rows->AllCertain()) return std::nullopt;
  for (size_t i = 0; i < rows->rows.size(); ++i) {
    AssignRow(statement.targets, *rows, i);
    if (++steps_ > kManySteps) throw NotModelled("a loop that does not end soon");
    const Next next = RunBody(statement.bodies.front());
    if (next == Next::kReturn) return next;
    if (next == Next::kExit) break;
  }
  Assign("found", Value::Bool(!rows->rows.empty()));
  return Next::kGoOn;
}

std::optional<DoProgram::Next> DoProgram::RunNumbers(const PlpgsqlStatement& statement) {
  const std::optional<int64_t> first = NumberOf(Evaluate(statement.value));
  const std::optional<int64_t> last = NumberOf(Evaluate(statement.last_value));
  const std::optional<int64_t> step =
      statement.step.empty() ? 1 : NumberOf(Evaluate(statement.step));
  if (!first || !last || !step || *step < 1) return std::nullopt;
  bool ran = false;
  for (int64_t i = *first; statement.reverse ? i >= *last : i <= *last;
       i += statement.reverse ? -*step : *step) {
    ran = true;
    if (!statement.targets.empty()) Assign(statement.targets.front(), Value::Number(i));
    if (++steps_ > kManySteps) throw NotModelled("a loop that does not end soon");
    const Next next = RunBody(statement.bodies.front());
    if (next == Next::kReturn) return next;
    if (next == Next::kExit) break;
  }
  Assign("found", Value::Bool(ran));
  return Next::kGoOn;
}

std::optional<DoProgram::Next> DoProgram::RunElements(const PlpgsqlStatement& statement) {
  const Value array = Evaluate(statement.value);
  if (array.kind != Value::Kind::kArray || statement.targets.size() != 1) return std::nullopt;
  for (const Value& item : array.items) {
    // An array of arrays would be another loop.
    if (item.kind == Value::Kind::kArray) return std::nullopt;
  }
  for (const Value& item : array.items) {
    Assign(statement.targets.front(), item);
    if (++steps_ > kManySteps) throw NotModelled("a loop that does not end soon");
    const Next next = RunBody(statement.bodies.front());
    if (next == Next::kReturn) return next;
    if (next == Next::kExit) break;
  }
  Assign("found", Value::Bool(!array.items.empty()));
  return Next::kGoOn;
}

std::optional<DoProgram::Next> DoProgram::RunWhile(const PlpgsqlStatement& statement) {
  bool first = true;
  for (;; first = false) {
    if (!statement.conditions.empty()) {
      const Value value = Evaluate(statement.conditions.front());
      const std::optional<bool> truth = TruthOf(value);
      if (!truth && !value.IsNull()) {
        // That what has run so far is not run again is not known either.
        return first ? std::optional<Next>() : throw NotModelled("a loop with an unknown end");
      }
      if (truth != true) return Next::kGoOn;
    }
    if (++steps_ > kManySteps) throw NotModelled("a loop that does not end soon");
    const Next next = RunBody(statement.bodies.front());
    if (next == Next::kReturn) return next;
    if (next == Next::kExit) return Next::kGoOn;
  }
}

void DoProgram::ForgetAllIn(const Body& body) {
  for (const PlpgsqlStatement& statement : body) {
    Forget(statement.targets);
    for (const Body& inner : statement.bodies) ForgetAllIn(inner);
    for (const PlpgsqlHandler& handler : statement.handlers) ForgetAllIn(handler.body);
  }
}

void DoProgram::LookThrough(const PlpgsqlStatement& statement) {
  Forget(statement.targets);
  for (const Body& body : statement.bodies) ForgetAllIn(body);
  Assign("found", Value::Unknown());
  for (const Body& body : statement.bodies) LookThrough(body);
}

// What runs under a condition: it must not change the schema.
void DoProgram::LookThrough(const Body& body) {
  for (const PlpgsqlStatement& statement : body) {
    Evaluate(statement.evaluated);
    if (statement.kind == PlpgsqlKind::kSql || statement.kind == PlpgsqlKind::kExecute) {
      const ParsedScript script = StatementOf(statement);
      const ast::Node& stmt = *script.statements.front().stmt;
      if (IsRoleStatement(stmt)) {
        DoubtRoles(cx_, stmt);
        continue;
      }
      if (IsSchemaStatement(stmt)) {
        throw NotModelled(StrCat(StatementWords(script.statements.front()), " on a condition"));
      }
      const std::vector<std::string> path = cx_.session.settings().search_path;
      Execute(statement);
      if (cx_.session.settings().search_path != path) {
        throw NotModelled("search_path is set on a condition");
      }
      Forget(statement.targets);
      Assign("found", Value::Unknown());
    } else if (statement.kind == PlpgsqlKind::kLeave) {
      may_have_left_ = true;
    } else if (statement.kind == PlpgsqlKind::kOther) {
      throw NotModelled(StrCat("it holds a statement of kind \"", statement.word, "\""));
    }
    for (const Body& inner : statement.bodies) LookThrough(inner);
    for (const PlpgsqlHandler& handler : statement.handlers) LookThrough(handler.body);
  }
}

}  // namespace schemadiff::replay
