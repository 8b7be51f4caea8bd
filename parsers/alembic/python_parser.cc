// The statement half of the parser.
#include "parsers/alembic/python_parser.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_expression_parser.h"

namespace schemadiff::py {
namespace {

struct AugmentedOperator {
  std::string_view text;
  BinaryOp op;
};
constexpr std::array<AugmentedOperator, 13> kAugmentedOperators = {{
    {"+=", BinaryOp::kAdd},
    {"-=", BinaryOp::kSubtract},
    {"*=", BinaryOp::kMultiply},
    {"@=", BinaryOp::kMatrix},
    {"/=", BinaryOp::kDivide},
    {"//=", BinaryOp::kFloorDivide},
    {"%=", BinaryOp::kModulo},
    {"**=", BinaryOp::kPower},
    {"<<=", BinaryOp::kShiftLeft},
    {">>=", BinaryOp::kShiftRight},
    {"&=", BinaryOp::kAnd},
    {"|=", BinaryOp::kOr},
    {"^=", BinaryOp::kXor},
}};

class StatementParser : public ExpressionParser {
 public:
  using ExpressionParser::ExpressionParser;

  Module ParseFile() {
    Module module;
    while (Peek().kind != TokenKind::kEnd) {
      if (Peek().kind == TokenKind::kNewline) {
        Take();
        continue;
      }
      if (Peek().kind == TokenKind::kIndent) Fail("unexpected indent");
      ParseStatement(&module.body);
    }
    if (!module.body.empty() && module.body.front()->kind == StmtKind::kExpr) {
      const Expr& first = *As<ExprStmt>(*module.body.front()).value;
      if (first.kind == ExprKind::kString && !As<StringExpr>(first).bytes) {
        module.docstring = As<StringExpr>(first).text;
        module.docstring_place = first.place;
      }
    }
    return module;
  }

 private:
  // One compound statement, or a line of simple statements.
  void ParseStatement(Block* block) {
    const Place place = Peek().place;
    if (At("if")) return block->push_back(ParseIf(place));
    if (At("for")) return block->push_back(ParseFor(place));
    if (At("while")) return block->push_back(ParseWhile(place));
    if (At("try")) return block->push_back(ParseTry(place));
    if (At("with")) return block->push_back(ParseWith(place));
    if (At("def")) return block->push_back(ParseFunction(place, {}, false));
    if (At("class")) return block->push_back(ParseClass(place, {}));
    if (At("@")) return block->push_back(ParseDecorated(place));
    if (At("async")) return ParseAsync(place, block);
    if (AtMatchStatement()) return block->push_back(ParseMatch(place));
    ParseSimpleLine(block);
  }

  void ParseSimpleLine(Block* block) {
    do {
      if (Peek().kind == TokenKind::kNewline) break;
      ParseSimple(block);
    } while (Accept(";"));
    if (Peek().kind != TokenKind::kNewline) Fail("invalid syntax");
    Take();
  }

  Block ParseBlock() {
    Expect(":");
    Block block;
    if (Peek().kind != TokenKind::kNewline) {
      ParseSimpleLine(&block);
      return block;
    }
    Take();
    if (Peek().kind != TokenKind::kIndent) Fail("expected an indented block");
    Take();
    while (Peek().kind != TokenKind::kDedent && Peek().kind != TokenKind::kEnd) {
      if (Peek().kind == TokenKind::kIndent) Fail("unexpected indent");
      ParseStatement(&block);
    }
    if (Peek().kind == TokenKind::kDedent) Take();
    return block;
  }

  void ParseSimple(Block* block) {
    const Place place = Peek().place;
    if (At("pass") || At("break") || At("continue")) {
      const std::string_view word = Take().text;
      const StmtKind kind = word == "pass"    ? StmtKind::kPass
                            : word == "break" ? StmtKind::kBreak
                                              : StmtKind::kContinue;
      return block->push_back(std::make_unique<PlainStmt>(kind, place));
    }
    if (Accept("return")) {
      auto node = std::make_unique<ValueStmt>(StmtKind::kReturn, place);
      if (!AtLineEnd()) node->value = ParseExpressionList();
      return block->push_back(std::move(node));
    }
    if (Accept("raise")) {
      auto node = std::make_unique<ValueStmt>(StmtKind::kRaise, place);
      if (!AtLineEnd()) node->value = ParseExpression();
      if (Accept("from")) ParseExpression();
      return block->push_back(std::move(node));
    }
    if (Accept("del")) return ParseDelete(place, block);
    if (At("import") || At("from")) return block->push_back(ParseImport(place));
    if (At("global") || At("nonlocal")) {
      auto node = std::make_unique<ScopeStmt>(place);
      node->global = Take().text == "global";
      do node->names.push_back(TakeName());
      while (Accept(","));
      return block->push_back(std::move(node));
    }
    if (Accept("assert")) {
      auto node = std::make_unique<AssertStmt>(place);
      node->condition = ParseExpression();
      if (Accept(",")) node->message = ParseExpression();
      return block->push_back(std::move(node));
    }
    if (AtTypeAlias()) {
      // `type X = ...` binds a name that has no meaning at run time for us.
      Take();
      auto node = std::make_unique<AssignStmt>(place);
      node->targets.push_back(std::make_unique<NameExpr>(Peek().place, TakeName()));
      SkipTypeParameters();
      Expect("=");
      node->value = ParseExpression();
      return block->push_back(std::move(node));
    }
    block->push_back(ParseAssignmentOrExpression(place));
  }

  bool AtLineEnd() const { return Peek().kind == TokenKind::kNewline || At(";"); }
  bool AtTypeAlias() const {
    return At("type") && Peek(1).kind == TokenKind::kName &&
           (Peek(2).text == "=" || Peek(2).text == "[");
  }

  void ParseDelete(Place place, Block* block) {
    ExprPtr target = ParseTargetList();
    auto node = std::make_unique<ValueStmt>(StmtKind::kDelete, place);
    node->value = std::move(target);
    block->push_back(std::move(node));
  }

  StmtPtr ParseImport(Place place) {
    if (Accept("import")) {
      auto node = std::make_unique<ImportStmt>(StmtKind::kImport, place);
      do node->names.push_back(ParseImportedName(/*dotted=*/true));
      while (Accept(","));
      return node;
    }
    Expect("from");
    auto node = std::make_unique<ImportStmt>(StmtKind::kImportFrom, place);
    while (At(".") || At("...")) node->level += static_cast<int>(Take().text.size());
    if (!At("import")) node->module = ParseDottedName();
    Expect("import");
    if (Accept("*")) {
      node->names.push_back({"*", ""});
      return node;
    }
    const bool parenthesized = Accept("(");
    do {
      if (parenthesized && At(")")) break;
      node->names.push_back(ParseImportedName(/*dotted=*/false));
    } while (Accept(","));
    if (parenthesized) Expect(")");
    return node;
  }
  std::string ParseDottedName() {
    std::string name = TakeName();
    while (Accept(".")) StrAppend(&name, ".", TakeName());
    return name;
  }
  ImportedName ParseImportedName(bool dotted) {
    ImportedName imported;
    imported.name = dotted ? ParseDottedName() : TakeName();
    if (Accept("as")) imported.alias = TakeName();
    return imported;
  }

  ExprPtr ParseRightSide() { return At("yield") ? ParseYield() : ParseExpressionList(); }

  StmtPtr ParseAssignmentOrExpression(Place place) {
    ExprPtr first = ParseRightSide();
    if (Accept(":")) {
      auto node = std::make_unique<AssignStmt>(place);
      RequireTarget(*first);
      node->targets.push_back(std::move(first));
      node->annotated = true;
      ParseExpression();
      if (Accept("=")) node->value = ParseRightSide();
      return node;
    }
    if (Peek().kind == TokenKind::kOperator) {
      for (const AugmentedOperator& candidate : kAugmentedOperators) {
        if (!Accept(candidate.text)) continue;
        auto node = std::make_unique<AugmentedStmt>(place);
        RequireTarget(*first);
        node->op = candidate.op;
        node->target = std::move(first);
        node->value = ParseRightSide();
        return node;
      }
    }
    if (!At("=")) {
      auto node = std::make_unique<ExprStmt>(place);
      node->value = std::move(first);
      return node;
    }
    auto node = std::make_unique<AssignStmt>(place);
    node->value = std::move(first);
    while (Accept("=")) {
      RequireTarget(*node->value);
      node->targets.push_back(std::move(node->value));
      node->value = ParseRightSide();
    }
    return node;
  }

  void RequireTarget(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::kName:
      case ExprKind::kAttribute:
      case ExprKind::kSubscript:
        return;
      case ExprKind::kStarred:
        return RequireTarget(*As<WrapExpr>(expr).operand);
      case ExprKind::kTuple:
      case ExprKind::kList:
        for (const ExprPtr& item : As<SequenceExpr>(expr).items) RequireTarget(*item);
        return;
      default:
        throw SyntaxError("cannot assign to this expression", expr.place);
    }
  }

  StmtPtr ParseIf(Place place) {
    auto node = std::make_unique<IfStmt>(place);
    Take();
    do {
      ExprPtr condition = ParseNamedExpression();
      Block body = ParseBlock();
      node->branches.emplace_back(std::move(condition), std::move(body));
    } while (Accept("elif"));
    if (Accept("else")) node->otherwise = ParseBlock();
    return node;
  }

  StmtPtr ParseFor(Place place) {
    auto node = std::make_unique<ForStmt>(place);
    Take();
    node->target = ParseTargetList();
    RequireTarget(*node->target);
    Expect("in");
    node->iterable = ParseExpressionList();
    node->body = ParseBlock();
    if (Accept("else")) node->otherwise = ParseBlock();
    return node;
  }

  StmtPtr ParseWhile(Place place) {
    auto node = std::make_unique<WhileStmt>(place);
    Take();
    node->condition = ParseNamedExpression();
    node->body = ParseBlock();
    if (Accept("else")) node->otherwise = ParseBlock();
    return node;
  }

  StmtPtr ParseTry(Place place) {
    auto node = std::make_unique<TryStmt>(place);
    Take();
    node->body = ParseBlock();
    while (Accept("except")) {
      Accept("*");
      ExceptClause clause;
      if (!At(":")) clause.type = ParseExpressionList();
      if (Accept("as")) clause.name = TakeName();
      clause.body = ParseBlock();
      node->handlers.push_back(std::move(clause));
    }
    if (Accept("else")) node->otherwise = ParseBlock();
    const bool finally = Accept("finally");
    if (finally) node->finally = ParseBlock();
    if (node->handlers.empty() && !finally) Fail("expected 'except' or 'finally' block");
    return node;
  }

  StmtPtr ParseWith(Place place) {
    auto node = std::make_unique<WithStmt>(place);
    Take();
    const bool parenthesized = At("(") && WithItemsInParentheses();
    if (parenthesized) Take();
    do {
      if (parenthesized && At(")")) break;
      ExprPtr context = ParseExpression();
      ExprPtr target;
      if (Accept("as")) {
        target = ParseTarget();
        RequireTarget(*target);
      }
      node->items.emplace_back(std::move(context), std::move(target));
    } while (Accept(","));
    if (parenthesized) Expect(")");
    node->body = ParseBlock();
    return node;
  }
  // Whether the parenthesis after `with` holds items: its closing bracket is then the last
  // thing before the colon, and an `as` or a comma stands directly inside.
  bool WithItemsInParentheses() const {
    size_t depth = 0;
    bool items = false;
    for (size_t i = 0;; ++i) {
      const Token& token = Peek(i);
      if (token.kind == TokenKind::kEnd || token.kind == TokenKind::kNewline) return false;
      if (token.kind != TokenKind::kOperator && token.kind != TokenKind::kName) continue;
      if (token.text == "(" || token.text == "[" || token.text == "{") ++depth;
      if (depth == 1 && (token.text == "as" || token.text == ",")) items = true;
      if (token.text == ")" || token.text == "]" || token.text == "}") --depth;
      if (depth == 0) return items && Peek(i + 1).text == ":";
    }
  }

  void SkipTypeParameters() {
    if (!At("[")) return;
    size_t depth = 0;
    do {
      if (Peek().kind == TokenKind::kEnd) Fail("expected ']'");
      if (At("[")) ++depth;
      if (At("]")) --depth;
      Take();
    } while (depth > 0);
  }

  StmtPtr ParseFunction(Place place, std::vector<ExprPtr> decorators, bool is_async) {
    auto node = std::make_unique<FunctionStmt>(place);
    Take();
    node->name = TakeName();
    node->decorators = std::move(decorators);
    node->is_async = is_async;
    SkipTypeParameters();
    Expect("(");
    Expr owner(ExprKind::kLambda, place);
    node->parameters = ParseParameters(")", /*annotations=*/true, &owner);
    Expect(")");
    if (Accept("->")) ParseExpression();
    const bool outer_yield = saw_yield_;
    saw_yield_ = false;
    node->body = ParseBlock();
    node->is_generator = saw_yield_;
    saw_yield_ = outer_yield;
    return node;
  }

  StmtPtr ParseClass(Place place, std::vector<ExprPtr> decorators) {
    auto node = std::make_unique<ClassStmt>(place);
    Take();
    node->name = TakeName();
    node->decorators = std::move(decorators);
    SkipTypeParameters();
    if (At("(")) {
      Expr owner(ExprKind::kCall, place);
      node->bases = ParseArguments(&owner);
    }
    node->body = ParseBlock();
    return node;
  }

  StmtPtr ParseDecorated(Place place) {
    std::vector<ExprPtr> decorators;
    while (Accept("@")) {
      decorators.push_back(ParseNamedExpression());
      if (Peek().kind != TokenKind::kNewline) Fail("invalid syntax");
      Take();
    }
    if (At("class")) return ParseClass(place, std::move(decorators));
    const bool is_async = Accept("async");
    if (!At("def")) Fail("expected a function or class after a decorator");
    return ParseFunction(place, std::move(decorators), is_async);
  }

  void ParseAsync(Place place, Block* block) {
    Take();
    if (At("def")) return block->push_back(ParseFunction(place, {}, true));
    if (At("for")) return block->push_back(ParseFor(place));
    if (At("with")) return block->push_back(ParseWith(place));
    Fail("invalid syntax");
  }

  // `match` is a name like any other unless its line ends with a colon and a block of
  // `case` clauses follows.
  bool AtMatchStatement() const {
    if (!At("match") || Peek(1).kind == TokenKind::kNewline) return false;
    size_t i = 1;
    while (Peek(i).kind != TokenKind::kNewline && Peek(i).kind != TokenKind::kEnd) ++i;
    return Peek(i - 1).text == ":" && Peek(i + 1).kind == TokenKind::kIndent &&
           Peek(i + 2).text == "case";
  }
  StmtPtr ParseMatch(Place place) {
    auto node = std::make_unique<MatchStmt>(place);
    Take();
    node->subject = ParseExpressionList();
    Expect(":");
    Take();
    Take();
    while (Accept("case")) {
      for (size_t depth = 0; depth > 0 || !At(":"); Take()) {
        if (Peek().kind == TokenKind::kEnd) Fail("expected ':'");
        if (At("(") || At("[") || At("{")) ++depth;
        if (At(")") || At("]") || At("}")) --depth;
      }
      node->cases.push_back(ParseBlock());
    }
    if (Peek().kind == TokenKind::kDedent) Take();
    return node;
  }
};

}  // namespace

Module ParseModule(std::string_view source) {
  return StatementParser(Tokenize(source)).ParseFile();
}

}  // namespace schemadiff::py
