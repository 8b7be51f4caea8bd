#include "engine/analyze/fold.h"

#include "engine/analyze/coerce.h"
#include "engine/analyze/literal.h"
#include "engine/base/strings.h"
#include "engine/pg/identifier.h"

namespace schemadiff::sema {
namespace {

bool IsWholeNumber(TypeId type) {
  return type == type_id::kInt2 || type == type_id::kInt4 || type == type_id::kInt8 ||
         type == type_id::kOid;
}

const Expr* TryFold(Context& context, const Expr& expr) {
  if (expr.kind == ExprKind::kConst) return &expr;
  if (expr.kind == ExprKind::kRelabel || expr.kind == ExprKind::kCoerceViaIo ||
      expr.kind == ExprKind::kFunc) {
    const bool cast = expr.kind != ExprKind::kFunc || expr.form != Form::kCall;
    if (!cast || expr.args.empty()) return nullptr;
    const Expr* value = TryFold(context, *expr.args[0]);
    if (value == nullptr) return nullptr;
    Expr* out = context.arena.Copy(*value);
    out->type = expr.type;
    out->typmod = -1;
    if (expr.kind == ExprKind::kRelabel && expr.type < kFirstUserId &&
        context.types.Get(expr.type).name.str().starts_with("reg") && !value->is_null &&
        value->type != expr.type) {
      return nullptr;  // an OID, of which the name is printed
    }
    if (value->is_null || expr.kind == ExprKind::kRelabel) return out;
    const bool text_target = context.types.Category(expr.type) == 'S';
    if (expr.type == value->type) {
      switch (expr.type) {
        case type_id::kVarchar:
        case type_id::kBpchar:
          // Asked for, it would be cut.
          if (expr.form == Form::kExplicitCast) return nullptr;
          [[fallthrough]];
        case type_id::kNumeric:
        case type_id::kTimestamp:
        case type_id::kTimestampTz:
          out->text = ApplyTypmod(expr.type, expr.typmod, value->text);
          return out;
        default:
          return nullptr;
      }
    }
    if (expr.kind == ExprKind::kFunc) {
      const bool numbers = IsWholeNumber(value->type) &&
                           (IsWholeNumber(expr.type) || expr.type == type_id::kNumeric ||
                            expr.type == type_id::kFloat4 || expr.type == type_id::kFloat8);
      const bool date = value->type == type_id::kDate && expr.type == type_id::kTimestamp;
      if (date) {
        out->text += " 00:00:00";
        return out;
      }
      if (!numbers && !(text_target && context.types.Category(value->type) == 'S')) return nullptr;
    }
    out->text = CanonicalText(context, expr.type, -1, value->text);
    return out;
  }
  return nullptr;
}

}  // namespace

const Expr& FoldConstant(Context& context, const Expr& expr) {
  const Expr* value = TryFold(context, expr);
  if (value == nullptr) throw NotModelled("the value of this expression", expr.location);
  return *value;
}

}  // namespace schemadiff::sema
