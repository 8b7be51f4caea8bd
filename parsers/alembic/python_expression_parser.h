// The expression half of the parser.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/alembic/python_ast.h"

namespace schemadiff::py {

/// Recursive descent over a token list, by the grammar of the Python language reference.
class ExpressionParser {
 public:
  /// `nesting` counts the f-string fields around the tokens.
  explicit ExpressionParser(TokenList tokens, int nesting = 0)
      : tokens_(std::move(tokens)), nesting_(nesting) {}

  /// An f-string field: one expression list, nothing after it.
  ExprPtr ParseWhole();

 protected:
  const Token& Peek(size_t ahead = 0) const;
  Token Take();
  bool At(std::string_view text) const;  ///< at this operator or keyword
  bool Accept(std::string_view text);
  void Expect(std::string_view text);
  std::string TakeName();
  [[noreturn]] void Fail(const std::string& message) const;

  /// `a, *b, c` as a tuple; a single expression without a comma as itself.
  ExprPtr ParseExpressionList();
  ExprPtr ParseTarget() { return ParseBinary(1); }
  /// Targets of `for` and of `del`: no comparison, so that `in` ends them.
  ExprPtr ParseTargetList();
  ExprPtr ParseExpression();       ///< conditional expressions and lambdas
  ExprPtr ParseNamedExpression();  ///< the same, or `name := expression`
  ExprPtr ParseYield();
  std::vector<Argument> ParseArguments(Expr* owner);
  /// `owner` is the node whose depth the default values count for.
  std::vector<Parameter> ParseParameters(std::string_view end, bool annotations, Expr* owner);
  bool AtComprehension() const;
  /// Whether a `yield` was read since the flag was last cleared.
  bool saw_yield_ = false;

 private:
  /// Bounds the recursion of the parser; throws SyntaxError beyond.
  class Nested {
   public:
    explicit Nested(ExpressionParser* parser);
    ~Nested() { --parser_->depth_; }
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;

   private:
    ExpressionParser* parser_;
  };
  /// Accounts for a child in the depth of a node, which is bounded: chains like
  /// `a + b + c` grow without recursion here, but those who walk the tree recurse.
  static void Grow(Expr* node, const Expr& child);
  static void Adopt(Expr* node, ExprPtr* slot, ExprPtr child);
  static void Adopt(Expr* node, std::vector<ExprPtr>* list, ExprPtr child);

  ExprPtr ParseLambda();
  ExprPtr ParseOr();
  ExprPtr ParseAnd();
  ExprPtr ParseNot();
  ExprPtr ParseComparison();
  ExprPtr ParseBinary(int precedence);
  ExprPtr ParseUnary();
  ExprPtr ParsePower();
  ExprPtr ParsePrimary();
  ExprPtr ParseSubscript();
  ExprPtr ParseSubscriptItem();
  ExprPtr ParseAtom();
  ExprPtr ParseNumber();
  ExprPtr ParseStrings();
  ExprPtr ParseParenthesized();
  ExprPtr ParseListDisplay();
  ExprPtr ParseBraces();
  ExprPtr ParseComprehension(Place place, ComprehensionExpr::Form form, ExprPtr key,
                             ExprPtr element);
  ExprPtr ParseStarredOrNamed();
  void ParseDictItems(DictExpr* dict);
  FormattedPiece ParsePiece(StringPiece* piece, Expr* owner);

  TokenList tokens_;
  size_t pos_ = 0;
  int nesting_;
  int depth_ = 0;
};

}  // namespace schemadiff::py
