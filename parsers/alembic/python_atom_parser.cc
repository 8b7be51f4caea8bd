// Names, literals and displays.
#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "engine/base/strings.h"
#include "parsers/alembic/python_expression_parser.h"

namespace schemadiff::py {
namespace {

void AppendText(const StringPiece& piece, std::string* text, std::vector<LineMark>* marks) {
  const auto base = static_cast<uint32_t>(text->size());
  for (const LineMark& mark : piece.marks) {
    if (!marks->empty() && marks->back().offset == base + mark.offset) marks->pop_back();
    marks->push_back({base + mark.offset, mark.line});
  }
  text->append(piece.text);
}

}  // namespace

ExprPtr ExpressionParser::ParseAtom() {
  const Token& token = Peek();
  switch (token.kind) {
    case TokenKind::kNumber:
      return ParseNumber();
    case TokenKind::kString:
      return ParseStrings();
    case TokenKind::kName: {
      const Place place = token.place;
      ExprKind kind = ExprKind::kName;
      if (token.text == "None") kind = ExprKind::kNone;
      if (token.text == "True") kind = ExprKind::kTrue;
      if (token.text == "False") kind = ExprKind::kFalse;
      if (kind != ExprKind::kName) {
        Take();
        return std::make_unique<ConstantExpr>(kind, place);
      }
      return std::make_unique<NameExpr>(place, TakeName());
    }
    case TokenKind::kOperator:
      if (At("(")) return ParseParenthesized();
      if (At("[")) return ParseListDisplay();
      if (At("{")) return ParseBraces();
      if (At("...")) return std::make_unique<ConstantExpr>(ExprKind::kEllipsis, Take().place);
      break;
    default:
      break;
  }
  Fail("invalid syntax");
}

ExprPtr ExpressionParser::ParseParenthesized() {
  const Nested nested(this);
  const Place place = Take().place;
  if (Accept(")")) return std::make_unique<SequenceExpr>(ExprKind::kTuple, place);
  if (At("yield")) {
    ExprPtr node = ParseYield();
    Expect(")");
    return node;
  }
  ExprPtr first = ParseStarredOrNamed();
  if (AtComprehension()) {
    first =
        ParseComprehension(place, ComprehensionExpr::Form::kGenerator, nullptr, std::move(first));
  } else if (At(",")) {
    auto tuple = std::make_unique<SequenceExpr>(ExprKind::kTuple, place);
    Adopt(tuple.get(), &tuple->items, std::move(first));
    while (Accept(",")) {
      if (At(")")) break;
      Adopt(tuple.get(), &tuple->items, ParseStarredOrNamed());
    }
    first = std::move(tuple);
  }
  Expect(")");
  return first;
}

ExprPtr ExpressionParser::ParseComprehension(Place place, ComprehensionExpr::Form form, ExprPtr key,
                                             ExprPtr element) {
  auto node = std::make_unique<ComprehensionExpr>(place);
  node->form = form;
  if (key != nullptr) Adopt(node.get(), &node->key, std::move(key));
  Adopt(node.get(), &node->element, std::move(element));
  while (AtComprehension()) {
    Accept("async");
    Expect("for");
    ComprehensionClause clause;
    Adopt(node.get(), &clause.target, ParseTargetList());
    Expect("in");
    Adopt(node.get(), &clause.iterable, ParseOr());
    while (Accept("if")) Adopt(node.get(), &clause.conditions, ParseOr());
    node->clauses.push_back(std::move(clause));
  }
  return node;
}

ExprPtr ExpressionParser::ParseListDisplay() {
  const Nested nested(this);
  auto list = std::make_unique<SequenceExpr>(ExprKind::kList, Take().place);
  while (!At("]")) {
    ExprPtr item = ParseStarredOrNamed();
    if (list->items.empty() && AtComprehension()) {
      ExprPtr node =
          ParseComprehension(list->place, ComprehensionExpr::Form::kList, nullptr, std::move(item));
      Expect("]");
      return node;
    }
    Adopt(list.get(), &list->items, std::move(item));
    if (!Accept(",")) break;
  }
  Expect("]");
  return list;
}

void ExpressionParser::ParseDictItems(DictExpr* dict) {
  while (!At("}")) {
    ExprPtr key, value;
    if (Accept("**")) {
      Adopt(dict, &value, ParseBinary(1));
    } else {
      Adopt(dict, &key, ParseExpression());
      Expect(":");
      Adopt(dict, &value, ParseExpression());
    }
    dict->items.emplace_back(std::move(key), std::move(value));
    if (!Accept(",")) break;
  }
}

ExprPtr ExpressionParser::ParseBraces() {
  const Nested nested(this);
  const Place place = Take().place;
  auto dict = std::make_unique<DictExpr>(place);
  if (At("}") || At("**")) {
    ParseDictItems(dict.get());
    Expect("}");
    return dict;
  }
  ExprPtr first = ParseStarredOrNamed();
  if (Accept(":")) {
    ExprPtr value = ParseExpression();
    if (AtComprehension()) {
      ExprPtr node = ParseComprehension(place, ComprehensionExpr::Form::kDict, std::move(first),
                                        std::move(value));
      Expect("}");
      return node;
    }
    Grow(dict.get(), *first);
    Grow(dict.get(), *value);
    dict->items.emplace_back(std::move(first), std::move(value));
    if (Accept(",")) ParseDictItems(dict.get());
    Expect("}");
    return dict;
  }
  if (AtComprehension()) {
    ExprPtr node =
        ParseComprehension(place, ComprehensionExpr::Form::kSet, nullptr, std::move(first));
    Expect("}");
    return node;
  }
  auto set = std::make_unique<SequenceExpr>(ExprKind::kSet, place);
  Adopt(set.get(), &set->items, std::move(first));
  while (Accept(",")) {
    if (At("}")) break;
    Adopt(set.get(), &set->items, ParseStarredOrNamed());
  }
  Expect("}");
  return set;
}

ExprPtr ExpressionParser::ParseNumber() {
  const Token token = Take();
  std::string digits;
  for (const char c : token.text) {
    if (c != '_') digits.push_back(c);
  }
  const auto unread = [&]() -> ExprPtr {
    return std::make_unique<ConstantExpr>(ExprKind::kUnreadNumber, token.place);
  };
  if (digits.back() == 'j' || digits.back() == 'J') return unread();
  int base = 10;
  const char* begin = digits.data();
  const char* const end = digits.data() + digits.size();
  if (digits.size() > 2 && digits[0] == '0') {
    const char letter = digits[1];
    if (letter == 'x' || letter == 'X') base = 16;
    if (letter == 'o' || letter == 'O') base = 8;
    if (letter == 'b' || letter == 'B') base = 2;
  }
  if (base != 10) begin += 2;
  if (base == 10 && digits.find_first_of(".eE") != std::string::npos) {
    double value = 0;
    const auto result = std::from_chars(begin, end, value);
    if (result.ptr != end) throw SyntaxError("invalid number", token.place);
    if (result.ec != std::errc()) return unread();
    return std::make_unique<FloatExpr>(token.place, value);
  }
  int64_t value = 0;
  const auto result = std::from_chars(begin, end, value, base);
  if (result.ptr != end) throw SyntaxError("invalid number", token.place);
  if (result.ec != std::errc()) return unread();
  return std::make_unique<IntegerExpr>(token.place, value);
}

FormattedPiece ExpressionParser::ParsePiece(StringPiece* piece, Expr* owner) {
  FormattedPiece out;
  out.text = std::move(piece->text);
  out.marks = std::move(piece->marks);
  if (!piece->is_field) return out;
  ExpressionParser field(TokenizeExpression(piece->expression, piece->place), nesting_ + 1);
  field.depth_ = depth_ + 1;
  Adopt(owner, &out.value, field.ParseWhole());
  saw_yield_ = saw_yield_ || field.saw_yield_;
  out.conversion = piece->conversion;
  // `{x=}` shows the value as repr() does, unless something else is asked for.
  if (piece->debug && out.conversion == 0 && piece->spec.empty()) out.conversion = 'r';
  for (StringPiece& inner : piece->spec) out.spec.push_back(ParsePiece(&inner, owner));
  return out;
}

ExprPtr ExpressionParser::ParseStrings() {
  const Nested nested(this);
  const Place place = Peek().place;
  bool formatted = false;
  bool bytes = false;
  bool unread = false;
  std::vector<StringLiteral*> literals;
  while (Peek().kind == TokenKind::kString) {
    StringLiteral& literal = tokens_.strings[Take().string];
    if (!literals.empty() && literal.bytes != bytes) {
      throw SyntaxError("cannot mix bytes and nonbytes literals", place);
    }
    bytes = literal.bytes;
    formatted = formatted || literal.formatted;
    unread = unread || literal.unread;
    literals.push_back(&literal);
  }
  if (unread) return std::make_unique<ConstantExpr>(ExprKind::kUnreadString, place);
  if (!formatted) {
    auto node = std::make_unique<StringExpr>(place);
    node->bytes = bytes;
    for (const StringLiteral* literal : literals) {
      for (const StringPiece& piece : literal->pieces) AppendText(piece, &node->text, &node->marks);
    }
    return node;
  }
  auto node = std::make_unique<FormattedExpr>(place);
  for (StringLiteral* literal : literals) {
    for (StringPiece& piece : literal->pieces) {
      node->pieces.push_back(ParsePiece(&piece, node.get()));
    }
  }
  return node;
}

}  // namespace schemadiff::py
