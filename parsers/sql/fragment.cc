// Parsing pieces smaller than a statement: each is put into the smallest statement that can hold
// it, and the tree is checked to hold nothing else.
#include <utility>

#include "engine/base/strings.h"
#include "parsers/sql/lexer.h"
#include "parsers/sql/parser.h"
#include "parsers/sql/raw_parse.h"
#include "parsers/sql/text_check.h"

namespace schemadiff {
namespace {

ParsedFragment Refuse(std::string message, std::string sqlstate = "42601") {
  return {nullptr, nullptr, std::move(message), std::move(sqlstate)};
}

uint32_t Nesting(std::string_view text) {
  SqlLexer lexer(text);
  StatementBounds bounds;
  uint32_t nesting = 0;
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    if (bounds.Add(token, text)) nesting += bounds.nesting();
  }
  return nesting + bounds.nesting();
}

// Parses `prefix` + `text`; on success the one statement is the node.
ParsedFragment ParseOne(std::string_view prefix, std::string_view text) {
  if (auto fault = FindTextFault(text)) {
    return Refuse(std::move(fault->message), std::move(fault->sqlstate));
  }
  const std::string whole = StrCat(prefix, text);
  auto arena = std::make_shared<ast::Arena>();
  std::vector<ast::RawStatement> statements;
  ast::DecodeError error;
  if (!RawParse(whole, -static_cast<int32_t>(prefix.size()), Nesting(whole), arena.get(),
                &statements, &error)) {
    return Refuse(std::move(error.message),
                  error.sqlstate.empty() ? std::string("42601") : std::move(error.sqlstate));
  }
  if (statements.size() != 1) {
    return Refuse(statements.empty() ? "syntax error at end of input"
                                     : "more than one statement where one was expected");
  }
  return {statements[0].stmt, std::move(arena), "", ""};
}

// What SELECT selects, if that is all there is to it and it begins at `location`; else null.
const ast::Node* OnlyTarget(const ast::Node* node, int32_t location) {
  const auto* select = ast::As<ast::SelectStmt>(node);
  if (select == nullptr || select->op != ast::SetOperation::SETOP_NONE ||
      select->targetList.size() != 1 || !select->distinctClause.empty() ||
      select->intoClause != nullptr || !select->fromClause.empty() ||
      select->whereClause != nullptr || !select->groupClause.empty() ||
      select->havingClause != nullptr || !select->windowClause.empty() ||
      !select->sortClause.empty() || select->limitOffset != nullptr ||
      select->limitCount != nullptr || !select->lockingClause.empty()) {
    return nullptr;
  }
  const auto* target = ast::As<ast::ResTarget>(select->targetList.front());
  if (target == nullptr || target->name.data() != nullptr || !target->indirection.empty())
    return nullptr;
  // The ALL of SELECT ALL leaves no other trace.
  return target->location == location ? target->val : nullptr;
}

}  // namespace

ParsedScript ParseSqlWithin(const std::shared_ptr<const SourceText>& source, size_t begin,
                            size_t end) {
  const std::string_view text = std::string_view(source->text()).substr(begin, end - begin);
  ParsedScript script;
  auto arena = std::make_shared<ast::Arena>();
  std::vector<ast::RawStatement> statements;
  ast::DecodeError error;
  if (!RawParse(text, static_cast<int32_t>(begin), Nesting(text), arena.get(), &statements,
                &error)) {
    const size_t at = error.location < 0 ? begin : static_cast<size_t>(error.location);
    script.diagnostics.Add({DiagnosticLevel::kError,
                            std::move(error.code),
                            std::move(error.sqlstate),
                            std::move(error.message),
                            source->Locate(at),
                            "",
                            {}});
    return script;
  }
  for (const ast::RawStatement& statement : statements) {
    const auto from = static_cast<uint32_t>(statement.location);
    script.statements.push_back(
        {statement.stmt, source, from, from + static_cast<uint32_t>(statement.length), arena});
  }
  return script;
}

ParsedFragment ParseExpression(std::string_view text) {
  ParsedFragment fragment = ParseOne("SELECT ", text);
  if (!fragment) return fragment;
  const size_t first_token = SqlLexer(text).Next().begin;
  const ast::Node* expression = OnlyTarget(fragment.node, static_cast<int32_t>(first_token));
  const auto* column = ast::As<ast::ColumnRef>(expression);
  const bool star = column != nullptr && ast::As<ast::A_Star>(column->fields.front()) != nullptr;
  if (expression == nullptr || star) return Refuse("not a single expression");
  fragment.node = expression;
  return fragment;
}

ParsedFragment ParseQuery(std::string_view text) {
  ParsedFragment fragment = ParseOne("", text);
  if (fragment && ast::As<ast::SelectStmt>(fragment.node) == nullptr) return Refuse("not a query");
  return fragment;
}

ParsedFragment ParseTypeName(std::string_view text) {
  constexpr std::string_view kNull = "NULL::";
  ParsedFragment fragment = ParseOne(StrCat("SELECT ", kNull), text);
  if (!fragment) return fragment;
  const auto* cast =
      ast::As<ast::TypeCast>(OnlyTarget(fragment.node, -static_cast<int32_t>(kNull.size())));
  // Were there another cast in the text, then NULL would not be the argument of this one.
  if (cast == nullptr || ast::As<ast::A_Const>(cast->arg) == nullptr)
    return Refuse("not a type name");
  fragment.node = cast->typeName;
  return fragment;
}

}  // namespace schemadiff
