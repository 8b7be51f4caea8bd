#include "engine/replay/run_call.h"

#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/replay/do_program.h"
#include "engine/replay/routine.h"
#include "engine/replay/settings.h"
#include "parsers/sql/lexer.h"

namespace schemadiff::replay {
namespace {

// Calls within calls that are followed.
constexpr int kDeepest = 3;

bool HasParameterNumber(std::string_view code) {
  for (size_t i = 0; i + 1 < code.size(); ++i) {
    if (code[i] == '$' && code[i + 1] >= '0' && code[i + 1] <= '9') return true;
  }
  return false;
}

bool EndsInSemicolon(std::string_view code) {
  SqlLexer lexer(code);
  bool last = false;
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    last = lexer.Text(token) == ";";
  }
  return last;
}

// The one function that the call may mean.
const Function* Called(const Context& cx, const ast::FuncCall& call) {
  bool perhaps_more = false;
  const std::vector<Routine> routines = FindRoutines(cx, StatedName(call.funcname), &perhaps_more);
  if (perhaps_more || routines.size() != 1 || routines.front().object == kNoObject) return nullptr;
  const Object& object = cx.catalog.Get(routines.front().object);
  return cx.catalog.UnknownReason(object.key) == nullptr ? object.TryAs<Function>() : nullptr;
}

// What a parameter is set to, as an operand of a cast.
std::string GivenOrDefault(const Argument& argument, const ast::Node* given) {
  if (given != nullptr) {
    const std::optional<std::string> value = ConstantText(given);
    if (!value) throw NotModelled("it is called with a value that is not a constant");
    return QuoteLiteral(*value);
  }
  const Expression& value = argument.default_value;
  if (value.empty() || !value.resolved()) {
    throw NotModelled("a default of its parameters is not known");
  }
  return StrCat("(", value.text(), ")");
}

// The function's block within one that declares its parameters with the values of the call.
std::string BlockOf(const Context& cx, const Function& function, const ast::FuncCall& call) {
  if (function.language != "plpgsql" || function.returns_set || function.security_definer ||
      !function.settings.empty()) {
    throw NotModelled("its function is not plain PL/pgSQL");
  }
  if (function.arguments.size() < call.args.size() || HasParameterNumber(function.body)) {
    throw NotModelled("its function has parameters without names");
  }
  std::string block;
  for (size_t i = 0; i < function.arguments.size(); ++i) {
    const Argument& argument = function.arguments[i];
    if (argument.mode != ArgumentMode::kIn || argument.name.empty()) {
      throw NotModelled("its function has parameters without names or that are not for input");
    }
    const std::string type = FormatTypeWithoutModifiers(argument.type, cx.major());
    StrAppend(&block, block.empty() ? "DECLARE " : " ",
              QuoteIdentifier(argument.name.str(), cx.major()), " ", type,
              " := ", GivenOrDefault(argument, i < call.args.size() ? call.args[i] : nullptr),
              "::", type, ";");
  }
  StrAppend(&block, "\nBEGIN\n", function.body, EndsInSemicolon(function.body) ? "" : "\n;",
            "\nEND");
  return block;
}

// As a literal in dollars that the text does not hold.
std::string InDollars(std::string_view text) {
  std::string tag = "$do$";
  while (text.find(tag) != std::string_view::npos) tag.insert(1, "_");
  return StrCat(tag, text, tag);
}

}  // namespace

const ast::FuncCall* SoleCall(const ast::SelectStmt& stmt) {
  if (stmt.targetList.size() != 1 || !stmt.fromClause.empty() || stmt.whereClause != nullptr ||
      stmt.op != ast::SetOperation::SETOP_NONE || stmt.withClause != nullptr ||
      !stmt.groupClause.empty() || stmt.havingClause != nullptr || stmt.intoClause != nullptr ||
      stmt.limitCount != nullptr || stmt.limitOffset != nullptr) {
    return nullptr;
  }
  const auto* target = ast::As<ast::ResTarget>(stmt.targetList.front());
  const auto* call = target == nullptr ? nullptr : ast::As<ast::FuncCall>(target->val);
  return call == nullptr || call->over != nullptr || call->func_variadic ? nullptr : call;
}

std::optional<std::string> RunCall(Context& cx, const ast::FuncCall& call) {
  thread_local int depth = 0;
  struct Deeper {
    Deeper() { ++depth; }
    ~Deeper() { --depth; }
  };
  const Deeper deeper;
  try {
    if (depth > kDeepest) throw NotModelled("calls within calls");
    const Function* function = Called(cx, call);
    if (function == nullptr) throw NotModelled("which function it is");
    const std::string block = BlockOf(cx, *function, call);
    // A function, so that RETURN may have a value, whatever that is.
    const bool value = !function->returns.name.empty() && function->returns.name != "void";
    RunPlpgsql(cx, block,
               StrCat(value ? "CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS " : "DO ",
                      InDollars(block)),
               value);
    return std::nullopt;
  } catch (const NotModelled& gap) {
    return gap.what();
  }
}

}  // namespace schemadiff::replay
