// The syntax tree of a Python module.
//
// Only what the language's grammar says, no meaning. Nodes own their children; the depth
// of every expression is bounded by the parser, so that walking and freeing a tree may
// recurse.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "parsers/alembic/python_lexer.h"

namespace schemadiff::py {

enum class ExprKind : uint8_t {
  kNone,
  kTrue,
  kFalse,
  kEllipsis,
  kInteger,
  kFloat,
  kUnreadNumber,  ///< an integer beyond 64 bits, or an imaginary number
  kUnreadString,  ///< holds a character that the lexer does not keep
  kString,
  kFormatted,
  kName,
  kAttribute,
  kSubscript,
  kSlice,
  kCall,
  kUnary,
  kBinary,
  kBoolean,
  kCompare,
  kConditional,
  kLambda,
  kList,
  kTuple,
  kSet,
  kDict,
  kComprehension,
  kStarred,
  kNamed,
  kYield,
  kAwait,
};

struct Expr {
  Expr(ExprKind k, Place p) : kind(k), place(p) {}
  virtual ~Expr() = default;
  ExprKind kind;
  uint16_t depth = 1;  ///< nodes on the longest way down to a leaf
  Place place;         ///< of its first token
};
using ExprPtr = std::unique_ptr<const Expr>;

/// kNone, kTrue, kFalse, kEllipsis, kUnreadNumber, kUnreadString.
struct ConstantExpr : Expr {
  using Expr::Expr;
};
struct IntegerExpr : Expr {
  IntegerExpr(Place p, int64_t v) : Expr(ExprKind::kInteger, p), value(v) {}
  int64_t value;
};
struct FloatExpr : Expr {
  FloatExpr(Place p, double v) : Expr(ExprKind::kFloat, p), value(v) {}
  double value;
};
/// A string or bytes literal, adjacent literals joined.
struct StringExpr : Expr {
  explicit StringExpr(Place p) : Expr(ExprKind::kString, p) {}
  bool bytes = false;
  std::string text;
  std::vector<LineMark> marks;
};
/// One piece of an f-string.
struct FormattedPiece {
  std::string text;  ///< literal text; goes before the value for `{x=}`
  std::vector<LineMark> marks;
  ExprPtr value;        ///< null for literal text
  char conversion = 0;  ///< 'r', 's', 'a' or 0
  std::vector<FormattedPiece> spec;
};
struct FormattedExpr : Expr {
  explicit FormattedExpr(Place p) : Expr(ExprKind::kFormatted, p) {}
  std::vector<FormattedPiece> pieces;
};
struct NameExpr : Expr {
  NameExpr(Place p, std::string n) : Expr(ExprKind::kName, p), name(std::move(n)) {}
  std::string name;
};
struct AttributeExpr : Expr {
  explicit AttributeExpr(Place p) : Expr(ExprKind::kAttribute, p) {}
  ExprPtr object;
  std::string name;
};
struct SubscriptExpr : Expr {
  explicit SubscriptExpr(Place p) : Expr(ExprKind::kSubscript, p) {}
  ExprPtr object;
  ExprPtr index;  ///< a SliceExpr for `a[b:c]`
};
struct SliceExpr : Expr {
  explicit SliceExpr(Place p) : Expr(ExprKind::kSlice, p) {}
  ExprPtr lower, upper, step;  ///< each may be null
};
struct Argument {
  enum class Form : uint8_t { kPositional, kKeyword, kStar, kDoubleStar };
  Form form = Form::kPositional;
  std::string keyword;
  ExprPtr value;
};
struct CallExpr : Expr {
  explicit CallExpr(Place p) : Expr(ExprKind::kCall, p) {}
  ExprPtr function;
  std::vector<Argument> arguments;
};
enum class UnaryOp : uint8_t { kNot, kNegate, kPlus, kInvert };
struct UnaryExpr : Expr {
  explicit UnaryExpr(Place p) : Expr(ExprKind::kUnary, p) {}
  UnaryOp op = UnaryOp::kNot;
  ExprPtr operand;
};
enum class BinaryOp : uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kMatrix,
  kDivide,
  kFloorDivide,
  kModulo,
  kPower,
  kShiftLeft,
  kShiftRight,
  kAnd,
  kOr,
  kXor,
};
struct BinaryExpr : Expr {
  explicit BinaryExpr(Place p) : Expr(ExprKind::kBinary, p) {}
  BinaryOp op = BinaryOp::kAdd;
  ExprPtr left, right;
};
/// `a and b and c`, or the same with `or`.
struct BooleanExpr : Expr {
  explicit BooleanExpr(Place p) : Expr(ExprKind::kBoolean, p) {}
  bool conjunction = true;
  std::vector<ExprPtr> operands;
};
enum class CompareOp : uint8_t {
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kIn,
  kNotIn,
  kIs,
  kIsNot,
};
/// `a < b <= c`: operands has one more element than ops.
struct CompareExpr : Expr {
  explicit CompareExpr(Place p) : Expr(ExprKind::kCompare, p) {}
  std::vector<CompareOp> ops;
  std::vector<ExprPtr> operands;
};
struct ConditionalExpr : Expr {
  explicit ConditionalExpr(Place p) : Expr(ExprKind::kConditional, p) {}
  ExprPtr condition, then_value, else_value;
};
struct Parameter {
  enum class Form : uint8_t { kPositionalOnly, kPositional, kStar, kKeywordOnly, kDoubleStar };
  Form form = Form::kPositional;
  std::string name;
  ExprPtr default_value;
};
struct LambdaExpr : Expr {
  explicit LambdaExpr(Place p) : Expr(ExprKind::kLambda, p) {}
  std::vector<Parameter> parameters;
  ExprPtr body;
};
/// kList, kTuple and kSet.
struct SequenceExpr : Expr {
  using Expr::Expr;
  std::vector<ExprPtr> items;
};
/// An item with a null key is `**value`.
struct DictExpr : Expr {
  explicit DictExpr(Place p) : Expr(ExprKind::kDict, p) {}
  std::vector<std::pair<ExprPtr, ExprPtr>> items;
};
struct ComprehensionClause {
  ExprPtr target, iterable;
  std::vector<ExprPtr> conditions;
};
struct ComprehensionExpr : Expr {
  enum class Form : uint8_t { kList, kSet, kDict, kGenerator };
  explicit ComprehensionExpr(Place p) : Expr(ExprKind::kComprehension, p) {}
  Form form = Form::kList;
  ExprPtr element;  ///< the value of a dict comprehension
  ExprPtr key;      ///< dict comprehensions only
  std::vector<ComprehensionClause> clauses;
};
/// kStarred, kYield (operand may be null) and kAwait.
struct WrapExpr : Expr {
  using Expr::Expr;
  ExprPtr operand;
  bool from = false;  ///< `yield from`
};
struct NamedExpr : Expr {
  explicit NamedExpr(Place p) : Expr(ExprKind::kNamed, p) {}
  std::string name;
  ExprPtr value;
};

enum class StmtKind : uint8_t {
  kExpr,
  kAssign,
  kAugmented,
  kReturn,
  kRaise,
  kPass,
  kBreak,
  kContinue,
  kDelete,
  kImport,
  kImportFrom,
  kScope,
  kAssert,
  kIf,
  kFor,
  kWhile,
  kTry,
  kWith,
  kFunction,
  kClass,
  kMatch,
};

struct Stmt {
  Stmt(StmtKind k, Place p) : kind(k), place(p) {}
  virtual ~Stmt() = default;
  StmtKind kind;
  Place place;
};
using StmtPtr = std::unique_ptr<const Stmt>;
using Block = std::vector<StmtPtr>;

/// kPass, kBreak, kContinue.
struct PlainStmt : Stmt {
  using Stmt::Stmt;
};
struct ExprStmt : Stmt {
  explicit ExprStmt(Place p) : Stmt(StmtKind::kExpr, p) {}
  ExprPtr value;
};
/// `a = b = value`, `a: T = value`, and `a: T` with a null value.
struct AssignStmt : Stmt {
  explicit AssignStmt(Place p) : Stmt(StmtKind::kAssign, p) {}
  std::vector<ExprPtr> targets;
  ExprPtr value;
  bool annotated = false;
};
struct AugmentedStmt : Stmt {
  explicit AugmentedStmt(Place p) : Stmt(StmtKind::kAugmented, p) {}
  BinaryOp op = BinaryOp::kAdd;
  ExprPtr target, value;
};
/// kReturn, kRaise (value and cause may be null) and kDelete (one per target).
struct ValueStmt : Stmt {
  using Stmt::Stmt;
  ExprPtr value;
};
struct ImportedName {
  std::string name;   ///< dotted for kImport; "*" is possible for kImportFrom
  std::string alias;  ///< empty where there is none
};
struct ImportStmt : Stmt {
  using Stmt::Stmt;
  int level = 0;       ///< leading dots, kImportFrom only
  std::string module;  ///< kImportFrom only
  std::vector<ImportedName> names;
};
/// `global` and `nonlocal`.
struct ScopeStmt : Stmt {
  explicit ScopeStmt(Place p) : Stmt(StmtKind::kScope, p) {}
  bool global = true;
  std::vector<std::string> names;
};
struct AssertStmt : Stmt {
  explicit AssertStmt(Place p) : Stmt(StmtKind::kAssert, p) {}
  ExprPtr condition, message;
};
struct IfStmt : Stmt {
  explicit IfStmt(Place p) : Stmt(StmtKind::kIf, p) {}
  std::vector<std::pair<ExprPtr, Block>> branches;  ///< if, elif ...
  Block otherwise;
};
struct ForStmt : Stmt {
  explicit ForStmt(Place p) : Stmt(StmtKind::kFor, p) {}
  ExprPtr target, iterable;
  Block body, otherwise;
};
struct WhileStmt : Stmt {
  explicit WhileStmt(Place p) : Stmt(StmtKind::kWhile, p) {}
  ExprPtr condition;
  Block body, otherwise;
};
struct ExceptClause {
  ExprPtr type;  ///< null for a bare `except:`
  std::string name;
  Block body;
};
struct TryStmt : Stmt {
  explicit TryStmt(Place p) : Stmt(StmtKind::kTry, p) {}
  Block body, otherwise, finally;
  std::vector<ExceptClause> handlers;
};
struct WithStmt : Stmt {
  explicit WithStmt(Place p) : Stmt(StmtKind::kWith, p) {}
  std::vector<std::pair<ExprPtr, ExprPtr>> items;  ///< expression and target (may be null)
  Block body;
};
struct FunctionStmt : Stmt {
  explicit FunctionStmt(Place p) : Stmt(StmtKind::kFunction, p) {}
  std::string name;
  std::vector<ExprPtr> decorators;
  std::vector<Parameter> parameters;
  Block body;
  bool is_async = false;
  bool is_generator = false;
};
struct ClassStmt : Stmt {
  explicit ClassStmt(Place p) : Stmt(StmtKind::kClass, p) {}
  std::string name;
  std::vector<ExprPtr> decorators;
  std::vector<Argument> bases;
  Block body;
};
/// A `match` statement. Its patterns are not read: which case runs is not known.
struct MatchStmt : Stmt {
  explicit MatchStmt(Place p) : Stmt(StmtKind::kMatch, p) {}
  ExprPtr subject;
  std::vector<Block> cases;
};

/// A parsed file.
struct Module {
  Block body;
  std::string docstring;  ///< empty where there is none
  Place docstring_place;
};

template <typename T>
const T& As(const Expr& expr) {
  return static_cast<const T&>(expr);
}
template <typename T>
const T& As(const Stmt& stmt) {
  return static_cast<const T&>(stmt);
}

/// The names that running `block` may bind in its own scope, nested blocks included,
/// bodies of functions and classes excluded.
void CollectBoundNames(const Block& block, std::vector<std::string>* names);
void CollectBoundNames(const Stmt& stmt, std::vector<std::string>* names);
/// The names that assigning to `target` binds.
void CollectTargetNames(const Expr& target, std::vector<std::string>* names);
/// How Python's source would spell the operator.
const char* ToString(BinaryOp op);

}  // namespace schemadiff::py
