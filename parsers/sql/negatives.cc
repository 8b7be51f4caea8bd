#include "parsers/sql/negatives.h"

#include <charconv>

#include "engine/base/strings.h"
#include "parsers/sql/ast.h"
#include "parsers/sql/lexer.h"

namespace schemadiff::ast {
namespace {

// The integer, if its value may be lost.
Integer* Zero(const Node* node) {
  const auto* integer = As<Integer>(node);
  // The tree is not shared with anybody before it is complete.
  return integer != nullptr && integer->ival == 0 ? const_cast<Integer*>(integer) : nullptr;
}

int32_t Negated(std::string_view digits) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size() ? static_cast<int32_t>(-value)
                                                                      : 0;
}

bool IsWord(const SqlLexer& lexer, const SqlToken& token, std::string_view lower) {
  return token.kind == SqlTokenKind::kWord && AsciiToLower(lexer.Text(token)) == lower;
}

bool EndsInMinus(const SqlLexer& lexer, const SqlToken& token) {
  return token.kind == SqlTokenKind::kOperator && lexer.Text(token).back() == '-';
}

// A literal with its signs, as in `- (5)`: the grammar folds them into the constant and places it
// at the first sign. Other zeros stand at their digits or at a keyword.
void RestoreLiteral(Integer* integer, std::string_view text, size_t at) {
  SqlLexer lexer(text, at);
  for (;;) {
    const SqlToken token = lexer.Next();
    if (token.kind == SqlTokenKind::kNumber) {
      integer->ival = Negated(lexer.Text(token));
      return;
    }
    const bool parenthesis = token.kind == SqlTokenKind::kPunctuation && lexer.Text(token) == "(";
    if (!parenthesis && !EndsInMinus(lexer, token)) return;
  }
}

// An option: its name (which may be qualified), words like BY, perhaps an equals sign, the value.
void RestoreOption(Integer* integer, std::string_view text, size_t at) {
  SqlLexer lexer(text, at);
  bool minus = false;
  for (;;) {
    const SqlToken token = lexer.Next();
    switch (token.kind) {
      case SqlTokenKind::kNumber:
        if (minus) integer->ival = Negated(lexer.Text(token));
        return;
      case SqlTokenKind::kOperator:
        minus = EndsInMinus(lexer, token);
        break;
      case SqlTokenKind::kWord:
      case SqlTokenKind::kQuoted:
        break;
      case SqlTokenKind::kPunctuation:
        if (lexer.Text(token) == ".") break;
        return;
      default:
        return;
    }
  }
}

// ALTER TABLE a ALTER b SET STATISTICS -1, ...: neither the command nor the number has a place, but
// they come in order.
void RestoreStatisticsTargets(const AlterTableStmt& statement, std::string_view text, size_t at) {
  SqlLexer lexer(text, at);
  for (const Node* node : statement.cmds) {
    const auto* command = Cast<AlterTableCmd>(node);
    if (command->subtype != AlterTableType::AT_SetStatistics) continue;
    SqlToken previous;
    SqlToken token = lexer.Next();
    // Two words and a number: elsewhere in such a statement they only stand in literals.
    for (; token.kind != SqlTokenKind::kEnd; previous = token, token = lexer.Next()) {
      if (!IsWord(lexer, token, "statistics") || !IsWord(lexer, previous, "set")) continue;
      SqlToken value = lexer.Next();
      const bool minus = EndsInMinus(lexer, value);
      if (value.kind == SqlTokenKind::kOperator) value = lexer.Next();
      Integer* integer = Zero(command->def);
      if (value.kind == SqlTokenKind::kNumber && minus && integer != nullptr) {
        integer->ival = Negated(lexer.Text(value));
      }
      if (value.kind == SqlTokenKind::kNumber) break;
    }
  }
}

}  // namespace

void RestoreNegatives(Node* node, std::string_view text, int32_t base) {
  const auto offset = static_cast<size_t>(node->location - base);
  switch (node->tag) {
    case NodeTag::kA_Const: {
      Integer* integer = Zero(static_cast<const A_Const*>(node)->val);
      if (integer == nullptr || node->location < base || offset >= text.size()) return;
      if (text[offset] == '-') RestoreLiteral(integer, text, offset);
      return;
    }
    case NodeTag::kDefElem: {
      Integer* integer = Zero(static_cast<const DefElem*>(node)->arg);
      if (integer != nullptr && node->location >= base) RestoreOption(integer, text, offset);
      return;
    }
    case NodeTag::kTypeName:
      // PostgreSQL only counts them; -1 stands for an empty pair of brackets.
      for (const Node* bound : static_cast<const TypeName*>(node)->arrayBounds) {
        if (Integer* integer = Zero(bound)) integer->ival = -1;
      }
      return;
    case NodeTag::kAlterTableStmt: {
      const auto* statement = static_cast<const AlterTableStmt*>(node);
      const size_t at = static_cast<size_t>(statement->relation->location - base);
      RestoreStatisticsTargets(*statement, text, at);
      return;
    }
    default:
      return;
  }
}

void RestoreNegativesOfStatement(Node* statement, std::string_view text, int32_t base,
                                 int32_t location) {
  // CREATE AGGREGATE: the number of direct arguments of an ordered-set aggregate, -1 for any other.
  const auto* define = As<DefineStmt>(statement);
  if (define == nullptr || define->kind != ObjectType::OBJECT_AGGREGATE || define->args.size() != 2)
    return;
  Integer* integer = Zero(define->args[1]);
  if (integer == nullptr) return;
  SqlLexer lexer(text, static_cast<size_t>(location - base));
  SqlToken token = lexer.Next();
  while (token.kind != SqlTokenKind::kEnd && lexer.Text(token) != "(") token = lexer.Next();
  if (!IsWord(lexer, lexer.Next(), "order")) integer->ival = -1;
}

}  // namespace schemadiff::ast
