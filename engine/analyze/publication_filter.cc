// Row filters of publications. What may be in them is evaluated while changes are decoded, where no
// user's object can be looked up.
//
// Facts from publicationcmds.c (check_simple_rowfilter_expr_walker) of the server's source.
#include "engine/analyze/analyzer.h"
#include "engine/analyze/analyzer_impl.h"
#include "engine/analyze/extension_objects.h"
#include "engine/base/strings.h"

namespace schemadiff {
namespace {

using sema::Expr;
using sema::ExprKind;

bool IsSimpleKind(ExprKind kind) {
  switch (kind) {
    case ExprKind::kVar:
    case ExprKind::kConst:
    case ExprKind::kFunc:
    case ExprKind::kOp:
    case ExprKind::kDistinct:
    case ExprKind::kNullIf:
    case ExprKind::kScalarArrayOp:
    case ExprKind::kBool:
    case ExprKind::kRelabel:
    case ExprKind::kCollate:
    case ExprKind::kCase:
    case ExprKind::kCaseTest:
    case ExprKind::kArray:
    case ExprKind::kRow:
    case ExprKind::kRowCompare:
    case ExprKind::kCoalesce:
    case ExprKind::kMinMax:
    case ExprKind::kXml:
    case ExprKind::kNullTest:
    case ExprKind::kBooleanTest:
      return true;
    default:
      return false;
  }
}

class SimpleCheck {
 public:
  explicit SimpleCheck(sema::Context& context) : context_(context) {}

  void Visit(const Expr* expr) const {
    if (expr == nullptr) return;
    if (!IsSimpleKind(expr->kind)) {
      Refuse(*expr,
             "only columns, constants, built-in operators, built-in data types, built-in collations"
             " and immutable built-in functions are allowed");
    }
    if (expr->kind == ExprKind::kVar && expr->attribute < 0) {
      Refuse(*expr, "system columns are not allowed");
    }
    CheckFunctions(*expr);
    if (expr->type >= kFirstUserId) Refuse(*expr, "user-defined types are not allowed");
    if (!expr->collation.empty() && expr->collation.schema != "pg_catalog") {
      Refuse(*expr, "user-defined collations are not allowed");
    }
    Visit(expr->extra);
    for (const Expr* arg : expr->args) Visit(arg);
  }

 private:
  [[noreturn]] static void Refuse(const Expr& expr, std::string_view why) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("invalid publication WHERE expression: ", why), expr.location);
  }
  void CheckFunctions(const Expr& expr) const {
    if (expr.op != nullptr) CheckOperator(expr, *expr.op);
    for (const BuiltinOperator* op : expr.ops) CheckOperator(expr, *op);
    if (expr.routine == nullptr) return;
    if (!expr.routine->builtin() || expr.routine->volatility != 'i') {
      Refuse(expr, "user-defined or built-in mutable functions are not allowed");
    }
  }
  void CheckOperator(const Expr& expr, const BuiltinOperator& op) const {
    if (context_.types.extensions().EntryOf(&op) != nullptr) {
      Refuse(expr, "user-defined operators are not allowed");
    }
    const BuiltinProc* proc = context_.builtins.FindProc(op.function);
    if (proc != nullptr && proc->volatility != 'i') {
      Refuse(expr, "user-defined or built-in mutable functions are not allowed");
    }
  }

  sema::Context& context_;
};

}  // namespace

AnalyzedExpression Analyzer::PublicationFilter(const ast::Node& expression,
                                               const RelationScope& scope) {
  sema::Analysis analysis(*impl_);
  analysis.AddScope(scope, {}, /*columns_visible=*/true);
  const Expr* condition = analysis.transformer.TransformCondition(
      &expression, sema::ExprUse::kWhere, "PUBLICATION WHERE");
  SimpleCheck(analysis.context).Visit(condition);
  return analysis.Finish(*condition, /*prefix=*/false);
}

}  // namespace schemadiff
