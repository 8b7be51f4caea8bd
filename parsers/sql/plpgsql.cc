#include "parsers/sql/plpgsql.h"

#include <pg_query.h>
#include <simdjson.h>

#include <algorithm>
#include <array>

#include "engine/base/strings.h"
#include "parsers/sql/lexer.h"

namespace schemadiff {
namespace {

using simdjson::dom::element;

constexpr std::string_view kPrefix = "PLpgSQL_";
constexpr std::string_view kStatement = "PLpgSQL_stmt_";

// An error, as elog.h numbers the levels.
constexpr int64_t kErrorLevel = 21;

struct KindOfWord {
  std::string_view word;
  PlpgsqlKind kind;
};
constexpr std::array kKinds = {
    KindOfWord{"execsql", PlpgsqlKind::kSql},        KindOfWord{"call", PlpgsqlKind::kSql},
    KindOfWord{"assign", PlpgsqlKind::kEvaluate},    KindOfWord{"perform", PlpgsqlKind::kEvaluate},
    KindOfWord{"assert", PlpgsqlKind::kEvaluate},    KindOfWord{"getdiag", PlpgsqlKind::kEvaluate},
    KindOfWord{"fetch", PlpgsqlKind::kEvaluate},     KindOfWord{"close", PlpgsqlKind::kEvaluate},
    KindOfWord{"dynexecute", PlpgsqlKind::kExecute}, KindOfWord{"block", PlpgsqlKind::kBlock},
    KindOfWord{"if", PlpgsqlKind::kBranches},        KindOfWord{"case", PlpgsqlKind::kBranches},
    KindOfWord{"loop", PlpgsqlKind::kLoop},          KindOfWord{"while", PlpgsqlKind::kLoop},
    KindOfWord{"fori", PlpgsqlKind::kLoop},          KindOfWord{"fors", PlpgsqlKind::kLoop},
    KindOfWord{"foreach_a", PlpgsqlKind::kLoop},     KindOfWord{"return", PlpgsqlKind::kLeave},
    KindOfWord{"exit", PlpgsqlKind::kLeave},
};

std::string TextOf(element value, const char* key) {
  std::string_view text;
  return value[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

bool Is(std::string_view key, std::string_view word) {
  return key.starts_with(kPrefix) && key.substr(kPrefix.size()) == word;
}

bool IsStatement(std::string_view key) { return key.starts_with(kStatement); }

std::vector<PlpgsqlStatement> ReadBody(simdjson::dom::array list);

// Statements that are elements of an array; false where the array holds something else.
bool IsBody(simdjson::dom::array list) {
  for (const element item : list) {
    simdjson::dom::object object;
    if (item.get(object) != simdjson::SUCCESS || object.size() != 1) return false;
    if (!IsStatement((*object.begin()).key)) return false;
  }
  return list.size() > 0;
}

void ReadHandler(element exception, PlpgsqlStatement* block) {
  PlpgsqlHandler handler;
  simdjson::dom::array list;
  if (exception["conditions"].get(list) == simdjson::SUCCESS) {
    for (const element item : list) {
      element condition;
      if (item["PLpgSQL_condition"].get(condition) == simdjson::SUCCESS) {
        handler.conditions.push_back(TextOf(condition, "condname"));
      }
    }
  }
  if (exception["action"].get(list) == simdjson::SUCCESS) handler.body = ReadBody(list);
  block->handlers.push_back(std::move(handler));
}

// Takes what is inside of a statement, whatever the fields' names are.
void ReadInside(element value, PlpgsqlStatement* statement) {
  simdjson::dom::array list;
  if (value.get(list) == simdjson::SUCCESS) {
    if (IsBody(list)) {
      statement->bodies.push_back(ReadBody(list));
      return;
    }
    for (const element item : list) ReadInside(item, statement);
    return;
  }
  simdjson::dom::object object;
  if (value.get(object) != simdjson::SUCCESS) return;
  for (const auto& field : object) {
    if (Is(field.key, "expr")) {
      statement->evaluated.push_back(TextOf(field.value, "query"));
    } else if (Is(field.key, "exception")) {
      ReadHandler(field.value, statement);
    } else {
      ReadInside(field.value, statement);
    }
  }
}

PlpgsqlStatement ReadStatement(std::string_view key, element value) {
  PlpgsqlStatement statement;
  statement.word = key.substr(kStatement.size());
  int64_t line = 0;
  if (value["lineno"].get(line) == simdjson::SUCCESS) statement.line = static_cast<uint32_t>(line);
  const auto known = std::ranges::find(kKinds, statement.word, &KindOfWord::word);
  if (known != kKinds.end()) statement.kind = known->kind;
  ReadInside(value, &statement);
  if (statement.word == "raise") {
    int64_t level = 0;
    statement.kind = PlpgsqlKind::kEvaluate;
    if (value["elog_level"].get(level) != simdjson::SUCCESS || level >= kErrorLevel) {
      element part;
      // With an SQLSTATE of its own, or options, it is another error.
      const bool plain = value["condname"].get(part) != simdjson::SUCCESS &&
                         value["options"].get(part) != simdjson::SUCCESS;
      statement.kind = plain ? PlpgsqlKind::kRaise : PlpgsqlKind::kOther;
      statement.text = TextOf(value, "message");
    }
  }
  if (statement.kind == PlpgsqlKind::kSql || statement.kind == PlpgsqlKind::kExecute) {
    if (statement.evaluated.empty()) {
      statement.kind = PlpgsqlKind::kOther;
    } else {
      statement.text = std::move(statement.evaluated.front());
      statement.evaluated.erase(statement.evaluated.begin());
    }
  }
  return statement;
}

std::vector<PlpgsqlStatement> ReadBody(simdjson::dom::array list) {
  std::vector<PlpgsqlStatement> body;
  for (const element item : list) {
    simdjson::dom::object object;
    if (item.get(object) != simdjson::SUCCESS) continue;
    for (const auto& field : object) body.push_back(ReadStatement(field.key, field.value));
  }
  return body;
}

// Of the function's variables, those that it declares: the others have these names.
bool IsOwn(element variable) {
  const std::string name = TextOf(variable, "refname");
  return name != "found" && name != "sqlstate" && name != "sqlerrm" && name != "(unnamed row)";
}

void ReadFunction(element function, PlpgsqlCode* code) {
  simdjson::dom::array datums;
  if (function["datums"].get(datums) == simdjson::SUCCESS) {
    PlpgsqlStatement initial;
    for (const element datum : datums) {
      simdjson::dom::object object;
      if (datum.get(object) != simdjson::SUCCESS) continue;
      for (const auto& field : object) {
        code->has_variables |= IsOwn(field.value);
        ReadInside(field.value, &initial);
      }
    }
    code->evaluated = std::move(initial.evaluated);
  }
  element action;
  if (function["action"].get(action) != simdjson::SUCCESS) return;
  simdjson::dom::object object;
  if (action.get(object) != simdjson::SUCCESS) return;
  for (const auto& field : object) {
    code->statements.push_back(ReadStatement(field.key, field.value));
  }
}

// How deep blocks and parentheses nest.
size_t DepthOf(std::string_view code) {
  static constexpr std::array<std::string_view, 5> kOpening = {"begin", "if", "loop", "case", "("};
  size_t depth = 0;
  size_t deepest = 0;
  bool after_end = false;  // of which END this is
  SqlLexer lexer(code);
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    const std::string word = AsciiToLower(lexer.Text(token));
    if (token.kind == SqlTokenKind::kString || token.kind == SqlTokenKind::kDollar) continue;
    if (word == "end" || word == ")") {
      depth -= depth > 0 ? 1 : 0;
    } else if (!after_end && std::ranges::find(kOpening, word) != kOpening.end()) {
      deepest = std::max(deepest, ++depth);
    }
    after_end = word == "end";
  }
  return deepest;
}

}  // namespace

PlpgsqlCode ParsePlpgsql(std::string_view do_statement, std::string_view body) {
  // libpg_query writes by recursion; what nests more than people write is not worth a stack.
  constexpr size_t kDeep = 200;
  PlpgsqlCode code;
  if (DepthOf(body) > kDeep) {
    code.error = "it nests too deeply";
    return code;
  }
  const std::string text(do_statement);
  PgQueryPlpgsqlParseResult result = pg_query_parse_plpgsql(text.c_str());
  if (result.error != nullptr) {
    code.error = result.error->message;
  } else {
    simdjson::dom::parser parser;
    element functions;
    simdjson::dom::array list;
    if (parser.parse(std::string_view(result.plpgsql_funcs)).get(functions) != simdjson::SUCCESS ||
        functions.get(list) != simdjson::SUCCESS || list.size() != 1) {
      code.error = "it could not be read";
    } else {
      element function;
      if (list.at(0)["PLpgSQL_function"].get(function) == simdjson::SUCCESS) {
        ReadFunction(function, &code);
      }
      if (code.statements.empty()) code.error = "it could not be read";
    }
  }
  pg_query_free_plpgsql_parse_result(result);
  return code;
}

}  // namespace schemadiff
