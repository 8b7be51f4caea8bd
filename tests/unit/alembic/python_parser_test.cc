#include "parsers/alembic/python_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/base/strings.h"

namespace schemadiff::py {
namespace {

using ::testing::ElementsAre;

std::string Error(std::string_view source) {
  try {
    ParseModule(source);
  } catch (const SyntaxError& error) {
    return StrCat(error.place().line, ":", error.place().column, ": ", error.what());
  }
  return "none";
}

const Expr& OnlyExpression(const Module& module) { return *As<ExprStmt>(*module.body.at(0)).value; }

// Operators with their operands in parentheses, names as they are.
std::string Shape(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kName:
      return As<NameExpr>(expr).name;
    case ExprKind::kInteger:
      return StrCat(As<IntegerExpr>(expr).value);
    case ExprKind::kBinary: {
      const auto& node = As<BinaryExpr>(expr);
      return StrCat("(", Shape(*node.left), ToString(node.op), Shape(*node.right), ")");
    }
    case ExprKind::kUnary: {
      const auto& node = As<UnaryExpr>(expr);
      return StrCat(node.op == UnaryOp::kNot ? "!" : "-", Shape(*node.operand));
    }
    case ExprKind::kBoolean: {
      const auto& node = As<BooleanExpr>(expr);
      return StrCat("[",
                    StrJoin(node.operands, node.conjunction ? "&&" : "||",
                            [](std::string* out, const ExprPtr& e) { *out += Shape(*e); }),
                    "]");
    }
    case ExprKind::kCompare:
      return StrCat("<",
                    StrJoin(As<CompareExpr>(expr).operands, "?",
                            [](std::string* out, const ExprPtr& e) { *out += Shape(*e); }),
                    ">");
    case ExprKind::kConditional: {
      const auto& node = As<ConditionalExpr>(expr);
      return StrCat("{", Shape(*node.condition), "?", Shape(*node.then_value), ":",
                    Shape(*node.else_value), "}");
    }
    case ExprKind::kCall:
      return StrCat(Shape(*As<CallExpr>(expr).function), "()");
    case ExprKind::kAttribute:
      return StrCat(Shape(*As<AttributeExpr>(expr).object), ".", As<AttributeExpr>(expr).name);
    default:
      return "#";
  }
}
std::string Shape(std::string_view source) { return Shape(OnlyExpression(ParseModule(source))); }

TEST(PythonParser, Precedence) {
  EXPECT_EQ(Shape("a + b * c"), "(a+(b*c))");
  EXPECT_EQ(Shape("a - b - c"), "((a-b)-c)");
  EXPECT_EQ(Shape("a ** b ** c"), "(a**(b**c))");
  EXPECT_EQ(Shape("-a ** b"), "-(a**b)");
  EXPECT_EQ(Shape("a | b & c << d + e"), "(a|(b&(c<<(d+e))))");
  EXPECT_EQ(Shape("a or b and not c"), "[a||[b&&!c]]");
  EXPECT_EQ(Shape("a < b <= c"), "<a?b?c>");
  EXPECT_EQ(Shape("not a in b"), "!<a?b>");
  EXPECT_EQ(Shape("a if b else c if d else e"), "{b?a:{d?c:e}}");
  EXPECT_EQ(Shape("a.b().c % d"), "(a.b().c%d)");
}

TEST(PythonParser, Statements) {
  const Module module = ParseModule(
      "\"\"\"Doc\"\"\"\n"
      "from __future__ import annotations\n"
      "import a.b as c, d\n"
      "from . import (e as f, g,)\n"
      "x: int = 1; y = z = 2\n"
      "x += 1\n"
      "@deco(1)\n"
      "def f(a, /, b: int = 1, *args, c, d=2, **kw) -> None:\n"
      "    global x\n"
      "    yield a\n"
      "class C(B, metaclass=M):\n"
      "    pass\n"
      "with open(a) as b, c: pass\n"
      "with (a as b, c as d):\n"
      "    pass\n"
      "try:\n"
      "    pass\n"
      "except (A, B) as e:\n"
      "    raise X from e\n"
      "else: pass\n"
      "finally: pass\n"
      "while a: break\n"
      "else: pass\n"
      "for a, (b, *c) in d: continue\n"
      "assert a, b\n"
      "del a[0], b\n"
      "match = 1\n"
      "match x:\n"
      "    case {'a': 1}: pass\n"
      "    case _:\n"
      "        y = 2\n"
      "type A[T] = int\n"
      "async def g(): await x\n");
  std::vector<StmtKind> kinds;
  for (const StmtPtr& stmt : module.body) kinds.push_back(stmt->kind);
  EXPECT_THAT(
      kinds,
      ElementsAre(StmtKind::kExpr, StmtKind::kImportFrom, StmtKind::kImport, StmtKind::kImportFrom,
                  StmtKind::kAssign, StmtKind::kAssign, StmtKind::kAugmented, StmtKind::kFunction,
                  StmtKind::kClass, StmtKind::kWith, StmtKind::kWith, StmtKind::kTry,
                  StmtKind::kWhile, StmtKind::kFor, StmtKind::kAssert, StmtKind::kDelete,
                  StmtKind::kAssign, StmtKind::kMatch, StmtKind::kAssign, StmtKind::kFunction));
  EXPECT_EQ(module.docstring, "Doc");
  const auto& function = As<FunctionStmt>(*module.body[7]);
  EXPECT_TRUE(function.is_generator);
  std::vector<Parameter::Form> forms;
  for (const Parameter& parameter : function.parameters) forms.push_back(parameter.form);
  EXPECT_THAT(forms, ElementsAre(Parameter::Form::kPositionalOnly, Parameter::Form::kPositional,
                                 Parameter::Form::kStar, Parameter::Form::kKeywordOnly,
                                 Parameter::Form::kKeywordOnly, Parameter::Form::kDoubleStar));
  EXPECT_EQ(As<ImportStmt>(*module.body[3]).level, 1);
  EXPECT_EQ(As<MatchStmt>(*module.body[17]).cases.size(), 2u);
}

TEST(PythonParser, Displays) {
  for (const char* source : {"[]",
                             "[1, *a, 2,]",
                             "()",
                             "(1,)",
                             "{}",
                             "{1}",
                             "{*a, 1}",
                             "{1: 2, **a}",
                             "[x for x in y if z]",
                             "{x: y for x, y in z}",
                             "{x for x in y}",
                             "(x for x in y for z in x)",
                             "f(x for x in y)",
                             "f(*a, **b, c=1)",
                             "a[1:2, ::3, ...]",
                             "a[:]",
                             "lambda: 0",
                             "lambda a, *b, c=1, **d: a",
                             "(y := 1)",
                             "'a' f'{b}' \"c\"",
                             "b'a' b'b'",
                             "print(a, end='')",
                             "x if y else (yield)"}) {
    EXPECT_EQ(Error(source), "none") << source;
  }
}

TEST(PythonParser, AdjacentStringsJoinWithTheirLines) {
  const Module module = ParseModule("('a'\n 'b'\n 'c')\n");
  const auto& string = As<StringExpr>(OnlyExpression(module));
  EXPECT_EQ(string.text, "abc");
  ASSERT_EQ(string.marks.size(), 3u);
  EXPECT_EQ(string.marks[2].offset, 2u);
  EXPECT_EQ(string.marks[2].line, 3u);
}

TEST(PythonParser, FieldsHaveTheirPlace) {
  const Module module = ParseModule("f'''\n  {\n x}'''\n");
  const auto& string = As<FormattedExpr>(OnlyExpression(module));
  ASSERT_EQ(string.pieces.size(), 2u);
  EXPECT_EQ(string.pieces[1].value->place.line, 3u);
}

TEST(PythonParser, Errors) {
  EXPECT_EQ(Error("x = = 1"), "1:5: invalid syntax");
  EXPECT_EQ(Error("def f(:\n  pass"), "1:6: '(' was never closed");
  EXPECT_EQ(Error("if a\n  b"), "1:5: expected ':'");
  EXPECT_EQ(Error("if a:\nb"), "2:1: expected an indented block");
  EXPECT_EQ(Error("  a"), "1:3: unexpected indent");
  EXPECT_EQ(Error("f() = 1"), "1:1: cannot assign to this expression");
  EXPECT_EQ(Error("print 'x'"), "1:7: invalid syntax");
  EXPECT_EQ(Error("try:\n  pass\nx = 1"), "3:1: expected 'except' or 'finally' block");
  EXPECT_EQ(Error("'a' b'b'"), "1:1: cannot mix bytes and nonbytes literals");
  EXPECT_EQ(Error("f'{a b}'"), "1:6: f-string: invalid syntax");
}

TEST(PythonParser, NestingIsBounded) {
  std::string minus(100000, '-');
  EXPECT_EQ(Error(minus + "x").substr(0, 2), "1:");
  std::string nots;
  for (int i = 0; i < 100000; ++i) nots += "not ";
  EXPECT_NE(Error(nots + "x"), "none");
  std::string sum = "x";
  for (int i = 0; i < 100000; ++i) sum += "+x";
  EXPECT_EQ(Error(sum), "1:1: expression is nested too deeply");
  std::string chain = "x";
  for (int i = 0; i < 100000; ++i) chain += ".x";
  EXPECT_EQ(Error(chain), "1:1: expression is nested too deeply");
  std::string lambdas;
  for (int i = 0; i < 10000; ++i) lambdas += "lambda: ";
  EXPECT_NE(Error(lambdas + "x"), "none");
  std::string powers = "x";
  for (int i = 0; i < 10000; ++i) powers += "**x";
  EXPECT_NE(Error(powers), "none");
  std::string choices;
  for (int i = 0; i < 10000; ++i) choices += "a if b else ";
  EXPECT_NE(Error(choices + "x"), "none");
  // Long, but not deep.
  std::string list = "[";
  for (int i = 0; i < 100000; ++i) list += "x,";
  EXPECT_EQ(Error(list + "]"), "none");
}

TEST(PythonParser, BoundNames) {
  const Module module = ParseModule(
      "a = b, *c = d\nfor e in f:\n  with g as h: i = 1\nimport j.k, l as m\n"
      "def n(): o = 1\nclass p: q = 1\ntry: pass\nexcept E as r: s += 1\n");
  std::vector<std::string> names;
  CollectBoundNames(module.body, &names);
  EXPECT_THAT(names, ElementsAre("a", "b", "c", "e", "h", "i", "j", "m", "n", "p", "r", "s"));
}

}  // namespace
}  // namespace schemadiff::py
