// Operators, calls and subscripts.
#include <algorithm>
#include <array>
#include <utility>

#include "parsers/alembic/python_expression_parser.h"

namespace schemadiff::py {
namespace {

struct BinaryOperator {
  std::string_view text;
  BinaryOp op;
  int precedence;
};
constexpr std::array<BinaryOperator, 12> kBinaryOperators = {{
    {"|", BinaryOp::kOr, 1},
    {"^", BinaryOp::kXor, 2},
    {"&", BinaryOp::kAnd, 3},
    {"<<", BinaryOp::kShiftLeft, 4},
    {">>", BinaryOp::kShiftRight, 4},
    {"+", BinaryOp::kAdd, 5},
    {"-", BinaryOp::kSubtract, 5},
    {"*", BinaryOp::kMultiply, 6},
    {"/", BinaryOp::kDivide, 6},
    {"//", BinaryOp::kFloorDivide, 6},
    {"%", BinaryOp::kModulo, 6},
    {"@", BinaryOp::kMatrix, 6},
}};
constexpr int kUnaryPrecedence = 7;

}  // namespace

ExprPtr ExpressionParser::ParseOr() {
  ExprPtr first = ParseAnd();
  if (!At("or")) return first;
  auto node = std::make_unique<BooleanExpr>(first->place);
  node->conjunction = false;
  Adopt(node.get(), &node->operands, std::move(first));
  while (Accept("or")) Adopt(node.get(), &node->operands, ParseAnd());
  return node;
}

ExprPtr ExpressionParser::ParseAnd() {
  ExprPtr first = ParseNot();
  if (!At("and")) return first;
  auto node = std::make_unique<BooleanExpr>(first->place);
  Adopt(node.get(), &node->operands, std::move(first));
  while (Accept("and")) Adopt(node.get(), &node->operands, ParseNot());
  return node;
}

ExprPtr ExpressionParser::ParseNot() {
  if (!At("not")) return ParseComparison();
  const Nested nested(this);
  auto node = std::make_unique<UnaryExpr>(Take().place);
  Adopt(node.get(), &node->operand, ParseNot());
  return node;
}

ExprPtr ExpressionParser::ParseComparison() {
  ExprPtr first = ParseBinary(1);
  std::unique_ptr<CompareExpr> node;
  while (true) {
    CompareOp op;
    if (Accept("==")) {
      op = CompareOp::kEqual;
    } else if (Accept("!=")) {
      op = CompareOp::kNotEqual;
    } else if (Accept("<")) {
      op = CompareOp::kLess;
    } else if (Accept("<=")) {
      op = CompareOp::kLessEqual;
    } else if (Accept(">")) {
      op = CompareOp::kGreater;
    } else if (Accept(">=")) {
      op = CompareOp::kGreaterEqual;
    } else if (Accept("in")) {
      op = CompareOp::kIn;
    } else if (Accept("is")) {
      op = Accept("not") ? CompareOp::kIsNot : CompareOp::kIs;
    } else if (At("not") && Peek(1).text == "in") {
      Take();
      Take();
      op = CompareOp::kNotIn;
    } else {
      break;
    }
    if (node == nullptr) {
      node = std::make_unique<CompareExpr>(first->place);
      Adopt(node.get(), &node->operands, std::exchange(first, nullptr));
    }
    node->ops.push_back(op);
    Adopt(node.get(), &node->operands, ParseBinary(1));
  }
  return node == nullptr ? std::move(first) : ExprPtr(std::move(node));
}

ExprPtr ExpressionParser::ParseBinary(int precedence) {
  if (precedence >= kUnaryPrecedence) return ParseUnary();
  ExprPtr left = ParseUnary();
  // Precedence climbing: operators of the same level associate to the left.
  std::vector<std::pair<ExprPtr, const BinaryOperator*>> pending;
  const auto reduce = [&](int level) {
    while (!pending.empty() && pending.back().second->precedence >= level) {
      auto node = std::make_unique<BinaryExpr>(pending.back().first->place);
      node->op = pending.back().second->op;
      Adopt(node.get(), &node->left, std::move(pending.back().first));
      Adopt(node.get(), &node->right, std::move(left));
      pending.pop_back();
      left = std::move(node);
    }
  };
  while (Peek().kind == TokenKind::kOperator) {
    const auto op = std::find_if(kBinaryOperators.begin(), kBinaryOperators.end(),
                                 [this](const BinaryOperator& o) { return o.text == Peek().text; });
    if (op == kBinaryOperators.end() || op->precedence < precedence) break;
    Take();
    reduce(op->precedence);
    pending.emplace_back(std::move(left), &*op);
    left = ParseUnary();
  }
  reduce(0);
  return left;
}

ExprPtr ExpressionParser::ParseUnary() {
  UnaryOp op;
  if (At("-")) {
    op = UnaryOp::kNegate;
  } else if (At("+")) {
    op = UnaryOp::kPlus;
  } else if (At("~")) {
    op = UnaryOp::kInvert;
  } else {
    return ParsePower();
  }
  const Nested nested(this);
  auto node = std::make_unique<UnaryExpr>(Take().place);
  node->op = op;
  Adopt(node.get(), &node->operand, ParseUnary());
  return node;
}

ExprPtr ExpressionParser::ParsePower() {
  ExprPtr base;
  if (At("await")) {
    auto node = std::make_unique<WrapExpr>(ExprKind::kAwait, Take().place);
    Adopt(node.get(), &node->operand, ParsePrimary());
    base = std::move(node);
  } else {
    base = ParsePrimary();
  }
  if (!At("**")) return base;
  const Nested nested(this);
  Take();
  auto node = std::make_unique<BinaryExpr>(base->place);
  node->op = BinaryOp::kPower;
  Adopt(node.get(), &node->left, std::move(base));
  Adopt(node.get(), &node->right, ParseUnary());
  return node;
}

ExprPtr ExpressionParser::ParsePrimary() {
  ExprPtr expr = ParseAtom();
  while (Peek().kind == TokenKind::kOperator) {
    if (At(".")) {
      Take();
      auto node = std::make_unique<AttributeExpr>(expr->place);
      Adopt(node.get(), &node->object, std::move(expr));
      node->name = TakeName();
      expr = std::move(node);
    } else if (At("(")) {
      auto node = std::make_unique<CallExpr>(expr->place);
      Adopt(node.get(), &node->function, std::move(expr));
      node->arguments = ParseArguments(node.get());
      expr = std::move(node);
    } else if (At("[")) {
      auto node = std::make_unique<SubscriptExpr>(expr->place);
      Take();
      Adopt(node.get(), &node->object, std::move(expr));
      Adopt(node.get(), &node->index, ParseSubscript());
      Expect("]");
      expr = std::move(node);
    } else {
      break;
    }
  }
  return expr;
}

ExprPtr ExpressionParser::ParseSubscriptItem() {
  const Place place = Peek().place;
  ExprPtr lower;
  if (!At(":")) {
    lower = ParseStarredOrNamed();
    if (!At(":")) return lower;
  }
  Take();
  auto slice = std::make_unique<SliceExpr>(place);
  if (lower != nullptr) Adopt(slice.get(), &slice->lower, std::move(lower));
  if (!At(":") && !At("]") && !At(",")) Adopt(slice.get(), &slice->upper, ParseExpression());
  if (Accept(":") && !At("]") && !At(",")) Adopt(slice.get(), &slice->step, ParseExpression());
  return slice;
}

ExprPtr ExpressionParser::ParseSubscript() {
  const Nested nested(this);
  const Place place = Peek().place;
  ExprPtr first = ParseSubscriptItem();
  if (!At(",")) return first;
  auto tuple = std::make_unique<SequenceExpr>(ExprKind::kTuple, place);
  Adopt(tuple.get(), &tuple->items, std::move(first));
  while (Accept(",")) {
    if (At("]")) break;
    Adopt(tuple.get(), &tuple->items, ParseSubscriptItem());
  }
  return tuple;
}

std::vector<Argument> ExpressionParser::ParseArguments(Expr* owner) {
  const Nested nested(this);
  Expect("(");
  std::vector<Argument> arguments;
  while (!At(")")) {
    Argument argument;
    if (Accept("**")) {
      argument.form = Argument::Form::kDoubleStar;
      argument.value = ParseExpression();
    } else if (Accept("*")) {
      argument.form = Argument::Form::kStar;
      argument.value = ParseExpression();
    } else if (Peek().kind == TokenKind::kName && Peek(1).kind == TokenKind::kOperator &&
               Peek(1).text == "=") {
      argument.form = Argument::Form::kKeyword;
      argument.keyword = TakeName();
      Take();
      argument.value = ParseExpression();
    } else {
      const Place place = Peek().place;
      argument.value = ParseNamedExpression();
      if (AtComprehension()) {
        argument.value = ParseComprehension(place, ComprehensionExpr::Form::kGenerator, nullptr,
                                            std::move(argument.value));
      }
    }
    Grow(owner, *argument.value);
    arguments.push_back(std::move(argument));
    if (!Accept(",")) break;
  }
  Expect(")");
  return arguments;
}

}  // namespace schemadiff::py
