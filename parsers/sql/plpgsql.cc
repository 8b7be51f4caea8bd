#include "parsers/sql/plpgsql.h"

#include <pg_query.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "engine/base/strings.h"
#include "parsers/sql/harsh_text.h"
#include "parsers/sql/lexer.h"

namespace schemadiff {
namespace {

using simdjson::dom::element;

// How targets are noted that are given by their number, until their names are known.
constexpr std::string_view kByNumber = "#";

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
    KindOfWord{"foreach_a", PlpgsqlKind::kLoop},     KindOfWord{"dynfors", PlpgsqlKind::kLoop},
    KindOfWord{"return", PlpgsqlKind::kLeave},       KindOfWord{"exit", PlpgsqlKind::kLeave},
};

// A name as the catalog, or a list of variables, holds it.
std::string FoldName(std::string_view word) {
  if (word.size() < 2 || word.front() != '"') return AsciiToLower(word);
  std::string name;
  for (size_t i = 1; i + 1 < word.size(); ++i) {
    name += word[i];
    if (word[i] == '"') ++i;
  }
  return name;
}

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

std::string QueryOf(element value, const char* key) {
  std::string_view text;
  return value[key]["PLpgSQL_expr"]["query"].get(text) == simdjson::SUCCESS ? std::string(text)
                                                                            : std::string();
}

std::vector<PlpgsqlStatement> BodyOf(element value, const char* key) {
  simdjson::dom::array list;
  return value[key].get(list) == simdjson::SUCCESS ? ReadBody(list)
                                                   : std::vector<PlpgsqlStatement>();
}

// The variables of a row, or the one that it is.
void ReadTargets(element value, const char* key, std::vector<std::string>* targets) {
  element target;
  if (value[key].get(target) != simdjson::SUCCESS) return;
  simdjson::dom::array fields;
  if (target["PLpgSQL_row"]["fields"].get(fields) == simdjson::SUCCESS) {
    for (const element field : fields) targets->push_back(TextOf(field, "name"));
    return;
  }
  for (const char* kind : {"PLpgSQL_var", "PLpgSQL_rec", "PLpgSQL_row"}) {
    element variable;
    if (target[kind].get(variable) == simdjson::SUCCESS) {
      targets->push_back(TextOf(variable, "refname"));
    }
  }
}

void ReadBranches(element value, PlpgsqlStatement* statement) {
  statement->bodies.clear();
  const bool is_if = statement->word == "if";
  if (is_if) {
    statement->conditions.push_back(QueryOf(value, "cond"));
    statement->bodies.push_back(BodyOf(value, "then_body"));
  } else {
    statement->value = QueryOf(value, "t_expr");
  }
  simdjson::dom::array list;
  if (value[is_if ? "elsif_list" : "case_when_list"].get(list) == simdjson::SUCCESS) {
    for (const element item : list) {
      element branch;
      if (item[is_if ? "PLpgSQL_if_elsif" : "PLpgSQL_case_when"].get(branch) != simdjson::SUCCESS) {
        continue;
      }
      statement->conditions.push_back(QueryOf(branch, is_if ? "cond" : "expr"));
      statement->bodies.push_back(BodyOf(branch, "stmts"));
    }
  }
  element otherwise;
  const char* key = is_if ? "else_body" : "else_stmts";
  // Without one, CASE fails where nothing matches. A body without statements is left out.
  const char* sign = is_if ? key : "have_else";
  if (value[sign].get(otherwise) == simdjson::SUCCESS) {
    statement->bodies.push_back(BodyOf(value, key));
  }
}

void ReadLoop(element value, PlpgsqlStatement* statement) {
  statement->bodies = {BodyOf(value, "body")};
  const std::string& word = statement->word;
  if (word == "while") statement->conditions.push_back(QueryOf(value, "cond"));
  if (word == "fors" || word == "dynfors") {
    statement->value = QueryOf(value, "query");
    ReadTargets(value, "var", &statement->targets);
  } else if (word == "fori") {
    statement->value = QueryOf(value, "lower");
    statement->last_value = QueryOf(value, "upper");
    statement->step = QueryOf(value, "step");
    bool reverse = false;
    statement->reverse = value["reverse"].get(reverse) == simdjson::SUCCESS && reverse;
    ReadTargets(value, "var", &statement->targets);
  } else if (word == "foreach_a") {
    statement->value = QueryOf(value, "expr");
    int64_t number = 0;
    if (value["varno"].get(number) == simdjson::SUCCESS) {
      statement->targets.push_back(StrCat(kByNumber, number));
    }
  }
}

// Of "name := expression", the name; nothing where a part of it is set. *at: where the expression
// begins.
std::optional<std::string> AssignedName(std::string_view text, size_t* at) {
  SqlLexer lexer(text);
  const SqlToken target = lexer.Next();
  const SqlToken sign = lexer.Next();
  if (target.kind != SqlTokenKind::kWord && target.kind != SqlTokenKind::kQuoted) return {};
  size_t end = sign.end;
  // ":=" comes as two tokens.
  if (lexer.Text(sign) == ":" && text.substr(end).starts_with("=")) {
    ++end;
  } else if (lexer.Text(sign) != "=" && lexer.Text(sign) != ":=") {
    return {};
  }
  *at = end;
  return FoldName(lexer.Text(target));
}

void ReadAssignment(element value, PlpgsqlStatement* statement) {
  const std::string text = QueryOf(value, "expr");
  size_t at = 0;
  if (const std::optional<std::string> name = AssignedName(text, &at)) {
    statement->targets.push_back(*name);
    statement->value = text.substr(at);
    return;
  }
  // Of an array, an element; of a record, a field: the whole is not known then.
  int64_t number = 0;
  if (value["varno"].get(number) == simdjson::SUCCESS) {
    statement->targets.push_back(StrCat(kByNumber, number));
  }
}

// What only statements of some kinds have.
void ReadOwn(element value, PlpgsqlStatement* statement) {
  statement->label = TextOf(value, "label");
  const std::string& word = statement->word;
  if (statement->kind == PlpgsqlKind::kBranches) {
    ReadBranches(value, statement);
  } else if (statement->kind == PlpgsqlKind::kLoop) {
    ReadLoop(value, statement);
  } else if (word == "assign") {
    ReadAssignment(value, statement);
  } else if (word == "exit") {
    bool is_exit = false;
    statement->is_exit = value["is_exit"].get(is_exit) == simdjson::SUCCESS && is_exit;
    if (std::string condition = QueryOf(value, "cond"); !condition.empty()) {
      statement->conditions.push_back(std::move(condition));
    }
  } else if (word == "execsql" || word == "dynexecute" || word == "fetch") {
    ReadTargets(value, "target", &statement->targets);
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
  ReadOwn(value, &statement);
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

void NameTargets(const std::vector<std::string>& names, std::vector<PlpgsqlStatement>* body) {
  for (PlpgsqlStatement& statement : *body) {
    for (std::string& target : statement.targets) {
      if (!target.starts_with(kByNumber)) continue;
      const size_t number = std::strtoul(target.c_str() + kByNumber.size(), nullptr, 10);
      target = number < names.size() ? names[number] : std::string();
    }
    for (auto& inner : statement.bodies) NameTargets(names, &inner);
    for (PlpgsqlHandler& handler : statement.handlers) NameTargets(names, &handler.body);
  }
}

void ReadFunction(element function, PlpgsqlCode* code) {
  std::vector<std::string> names;  // by number
  simdjson::dom::array datums;
  if (function["datums"].get(datums) == simdjson::SUCCESS) {
    PlpgsqlStatement initial;
    for (const element datum : datums) {
      simdjson::dom::object object;
      names.emplace_back();
      if (datum.get(object) != simdjson::SUCCESS) continue;
      for (const auto& field : object) {
        names.back() = TextOf(field.value, "refname");
        ReadInside(field.value, &initial);
        if (!IsOwn(field.value)) continue;
        code->has_variables = true;
        PlpgsqlVariable variable;
        variable.name = TextOf(field.value, "refname");
        variable.initial = QueryOf(field.value, "default_val");
        int64_t line = 0;
        if (field.value["lineno"].get(line) == simdjson::SUCCESS) {
          variable.line = static_cast<uint32_t>(line);
        }
        std::string_view type;
        if (field.value["datatype"]["PLpgSQL_type"]["typname"].get(type) == simdjson::SUCCESS &&
            type != "UNKNOWN") {
          variable.type = type;
        }
        code->variables.push_back(std::move(variable));
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
  NameTargets(names, &code->statements);
}

struct Extent {
  size_t tokens = 0;
  size_t depth = 0;  // of blocks and parentheses within each other
};

Extent ExtentOf(std::string_view code) {
  static constexpr std::array<std::string_view, 5> kOpening = {"begin", "if", "loop", "case", "("};
  size_t depth = 0;
  Extent extent;
  bool after_end = false;  // of which END this is
  SqlLexer lexer(code);
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    ++extent.tokens;
    if (token.kind == SqlTokenKind::kString || token.kind == SqlTokenKind::kDollar) continue;
    const std::string word = AsciiToLower(lexer.Text(token));
    if (word == "end" || word == ")") {
      depth -= depth > 0 ? 1 : 0;
    } else if (!after_end && std::ranges::find(kOpening, word) != kOpening.end()) {
      extent.depth = std::max(extent.depth, ++depth);
    }
    after_end = word == "end";
  }
  return extent;
}

}  // namespace

PlpgsqlCode ParsePlpgsql(std::string_view do_statement, std::string_view body) {
  // libpg_query writes by recursion; what nests more than people write is not worth a stack.
  constexpr size_t kDeep = 200;
  // A statement of it takes kilobytes there.
  constexpr size_t kLong = 200'000;
  PlpgsqlCode code;
  const Extent extent = ExtentOf(body);
  if (extent.depth > kDeep || HasLongOperatorRun(body)) {
    code.error = "it nests too deeply";
    return code;
  }
  if (extent.tokens > kLong || do_statement.size() > kMaxStatementBytes) {
    code.error = "it is too long";
    return code;
  }
  const std::string text(do_statement);
  PgQueryPlpgsqlParseResult result = pg_query_parse_plpgsql(text.c_str());
  if (result.error != nullptr) {
    code.error = ShortMessage(result.error->message);
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
