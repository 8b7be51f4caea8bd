#include "parsers/alembic/python_expression_parser.h"

#include <algorithm>
#include <array>

#include "engine/base/strings.h"

namespace schemadiff::py {
namespace {

constexpr int kMaxRecursion = 250;
constexpr uint16_t kMaxDepth = 1000;

constexpr std::array<std::string_view, 35> kKeywords = {
    "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
    "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
    "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
    "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};

bool IsKeyword(std::string_view name) {
  return std::find(kKeywords.begin(), kKeywords.end(), name) != kKeywords.end();
}

}  // namespace

ExpressionParser::Nested::Nested(ExpressionParser* parser) : parser_(parser) {
  if (++parser_->depth_ > kMaxRecursion) {
    --parser_->depth_;
    throw SyntaxError("expression is nested too deeply", parser_->Peek().place);
  }
}

void ExpressionParser::Grow(Expr* node, const Expr& child) {
  if (child.depth >= kMaxDepth) throw SyntaxError("expression is nested too deeply", node->place);
  node->depth = std::max<uint16_t>(node->depth, static_cast<uint16_t>(child.depth + 1));
}
void ExpressionParser::Adopt(Expr* node, ExprPtr* slot, ExprPtr child) {
  Grow(node, *child);
  *slot = std::move(child);
}
void ExpressionParser::Adopt(Expr* node, std::vector<ExprPtr>* list, ExprPtr child) {
  Grow(node, *child);
  list->push_back(std::move(child));
}

const Token& ExpressionParser::Peek(size_t ahead) const {
  return tokens_.tokens[std::min(pos_ + ahead, tokens_.tokens.size() - 1)];
}

Token ExpressionParser::Take() {
  const Token token = Peek();
  if (pos_ + 1 < tokens_.tokens.size()) ++pos_;
  return token;
}

bool ExpressionParser::At(std::string_view text) const {
  const Token& token = Peek();
  return (token.kind == TokenKind::kOperator || token.kind == TokenKind::kName) &&
         token.text == text;
}

bool ExpressionParser::Accept(std::string_view text) {
  if (!At(text)) return false;
  Take();
  return true;
}

void ExpressionParser::Expect(std::string_view text) {
  if (!Accept(text)) Fail(StrCat("expected '", text, "'"));
}

std::string ExpressionParser::TakeName() {
  if (Peek().kind != TokenKind::kName || IsKeyword(Peek().text)) Fail("expected a name");
  return std::string(Take().text);
}

void ExpressionParser::Fail(const std::string& message) const {
  throw SyntaxError(message, Peek().place);
}

ExprPtr ExpressionParser::ParseWhole() {
  ExprPtr expr = At("yield") ? ParseYield() : ParseExpressionList();
  if (Peek().kind != TokenKind::kEnd) Fail("f-string: invalid syntax");
  return expr;
}

ExprPtr ExpressionParser::ParseStarredOrNamed() {
  if (!At("*")) return ParseNamedExpression();
  auto node = std::make_unique<WrapExpr>(ExprKind::kStarred, Take().place);
  Adopt(node.get(), &node->operand, ParseBinary(1));
  return node;
}

ExprPtr ExpressionParser::ParseExpressionList() {
  const Place place = Peek().place;
  ExprPtr first = ParseStarredOrNamed();
  if (!At(",")) {
    if (first->kind == ExprKind::kStarred) Fail("can't use starred expression here");
    return first;
  }
  auto tuple = std::make_unique<SequenceExpr>(ExprKind::kTuple, place);
  Adopt(tuple.get(), &tuple->items, std::move(first));
  while (Accept(",")) {
    const Token& next = Peek();
    const bool ends = next.kind == TokenKind::kNewline || next.kind == TokenKind::kEnd ||
                      (next.kind == TokenKind::kOperator &&
                       (next.text == "=" || next.text == ")" || next.text == "]" ||
                        next.text == "}" || next.text == ":" || next.text == ";"));
    if (ends) break;
    Adopt(tuple.get(), &tuple->items, ParseStarredOrNamed());
  }
  return tuple;
}

ExprPtr ExpressionParser::ParseTargetList() {
  const Place place = Peek().place;
  const auto parse_one = [this]() -> ExprPtr {
    if (!At("*")) return ParseBinary(1);
    auto node = std::make_unique<WrapExpr>(ExprKind::kStarred, Take().place);
    Adopt(node.get(), &node->operand, ParseBinary(1));
    return node;
  };
  ExprPtr first = parse_one();
  if (!At(",")) return first;
  auto tuple = std::make_unique<SequenceExpr>(ExprKind::kTuple, place);
  Adopt(tuple.get(), &tuple->items, std::move(first));
  while (Accept(",")) {
    if (At("in") || At("=") || Peek().kind == TokenKind::kNewline) break;
    Adopt(tuple.get(), &tuple->items, parse_one());
  }
  return tuple;
}

ExprPtr ExpressionParser::ParseNamedExpression() {
  if (Peek().kind == TokenKind::kName && Peek(1).kind == TokenKind::kOperator &&
      Peek(1).text == ":=" && !IsKeyword(Peek().text)) {
    const Place place = Peek().place;
    auto node = std::make_unique<NamedExpr>(place);
    node->name = TakeName();
    Take();
    Adopt(node.get(), &node->value, ParseExpression());
    return node;
  }
  return ParseExpression();
}

ExprPtr ExpressionParser::ParseYield() {
  auto node = std::make_unique<WrapExpr>(ExprKind::kYield, Take().place);
  saw_yield_ = true;
  const Token& next = Peek();
  if (Accept("from")) {
    node->from = true;
    Adopt(node.get(), &node->operand, ParseExpression());
  } else if (next.kind != TokenKind::kNewline && next.kind != TokenKind::kEnd && !At(")") &&
             !At("]") && !At("}") && !At("=") && !At(";")) {
    Adopt(node.get(), &node->operand, ParseExpressionList());
  }
  return node;
}

ExprPtr ExpressionParser::ParseExpression() {
  const Nested nested(this);
  if (At("lambda")) return ParseLambda();
  const Place place = Peek().place;
  ExprPtr value = ParseOr();
  if (!At("if")) return value;
  // Inside a comprehension the `if` belongs to the clause; those operands are parsed by
  // ParseOr() directly, so that an `if` here always begins a conditional expression.
  Take();
  auto node = std::make_unique<ConditionalExpr>(place);
  Adopt(node.get(), &node->then_value, std::move(value));
  Adopt(node.get(), &node->condition, ParseOr());
  Expect("else");
  Adopt(node.get(), &node->else_value, ParseExpression());
  return node;
}

ExprPtr ExpressionParser::ParseLambda() {
  const bool outer_yield = saw_yield_;
  auto node = std::make_unique<LambdaExpr>(Take().place);
  node->parameters = ParseParameters(":", /*annotations=*/false, node.get());
  Expect(":");
  Adopt(node.get(), &node->body, ParseExpression());
  saw_yield_ = outer_yield;
  return node;
}

std::vector<Parameter> ExpressionParser::ParseParameters(std::string_view end, bool annotations,
                                                         Expr* owner) {
  std::vector<Parameter> parameters;
  bool keyword_only = false;
  while (!At(end)) {
    Parameter parameter;
    if (Accept("/")) {
      for (Parameter& earlier : parameters) earlier.form = Parameter::Form::kPositionalOnly;
      if (!Accept(",")) break;
      continue;
    }
    if (Accept("**")) {
      parameter.form = Parameter::Form::kDoubleStar;
    } else if (Accept("*")) {
      keyword_only = true;
      if (Accept(",")) continue;
      parameter.form = Parameter::Form::kStar;
    } else if (keyword_only) {
      parameter.form = Parameter::Form::kKeywordOnly;
    }
    parameter.name = TakeName();
    if (annotations && Accept(":")) {
      if (Accept("*"))
        ParseBinary(1);
      else
        ParseExpression();
    }
    if (Accept("=")) Adopt(owner, &parameter.default_value, ParseExpression());
    parameters.push_back(std::move(parameter));
    if (!Accept(",")) break;
  }
  return parameters;
}

bool ExpressionParser::AtComprehension() const {
  return At("for") || (At("async") && Peek(1).text == "for");
}

}  // namespace schemadiff::py
