// The type that several expressions have in common.
#include "engine/analyze/coerce.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

// `failed` is called with the two types that do not match, and may throw; 0 is returned then.
template <typename TypeAt, typename Failed>
TypeId Select(Context& context, size_t count, TypeAt type_at, Failed failed) {
  TypeTable& types = context.types;
  TypeId common = type_at(0);
  if (common != type_id::kUnknown) {
    size_t same = 1;
    while (same < count && type_at(same) == common) ++same;
    if (same == count) return common;  // a domain stays one only where all have it
  }
  common = types.Base(common);
  TypeInfo best = types.Get(common);
  for (size_t i = 1; i < count; ++i) {
    const TypeId next = types.Base(type_at(i));
    if (next == type_id::kUnknown || next == common) continue;
    const TypeInfo info = types.Get(next);
    const bool first_known = common == type_id::kUnknown;
    if (!first_known && info.category != best.category) {
      failed(common, next, i);
      return 0;
    }
    if (first_known ||
        (!best.preferred && CanCoerce(context, common, next, CoercionContext::kImplicit) &&
         !CanCoerce(context, next, common, CoercionContext::kImplicit))) {
      common = next;
      best = info;
    }
  }
  return common == type_id::kUnknown ? type_id::kText : common;
}

}  // namespace

TypeId SelectCommonType(Context& context, std::span<Expr* const> exprs,
                        std::string_view construct) {
  return Select(
      context, exprs.size(), [&](size_t i) { return exprs[i]->type; },
      [&](TypeId a, TypeId b, size_t i) {
        if (construct.empty()) return;
        throw PgError(sqlstate::kDatatypeMismatch,
                      StrCat(construct, " types ", context.types.FormatBare(a), " and ",
                             context.types.FormatBare(b), " cannot be matched"),
                      exprs[i]->location);
      });
}

TypeId SelectCommonType(Context& context, std::span<const TypeId> types, bool no_error) {
  return Select(
      context, types.size(), [&](size_t i) { return types[i]; },
      [&](TypeId a, TypeId b, size_t) {
        if (no_error) return;
        throw PgError(sqlstate::kDatatypeMismatch,
                      StrCat("argument types ", context.types.FormatBare(a), " and ",
                             context.types.FormatBare(b), " cannot be matched"));
      });
}

bool VerifyCommonType(Context& context, TypeId common, std::span<Expr* const> exprs) {
  for (const Expr* expr : exprs) {
    if (!CanCoerce(context, expr->type, common, CoercionContext::kImplicit)) return false;
  }
  return true;
}

int32_t SelectCommonTypmod(std::span<Expr* const> exprs, TypeId common) {
  int32_t typmod = -1;
  for (size_t i = 0; i < exprs.size(); ++i) {
    if (exprs[i]->type != common) return -1;
    if (i > 0 && exprs[i]->typmod != typmod) return -1;
    typmod = exprs[i]->typmod;
  }
  return typmod;
}

Expr* CoerceToCommon(Context& context, Expr* expr, TypeId common, std::string_view construct) {
  if (expr->type == common) return expr;
  if (!CanCoerce(context, expr->type, common, CoercionContext::kImplicit)) {
    throw PgError(
        sqlstate::kCannotCoerce,
        StrCat(construct, " could not convert type ", context.types.FormatBare(expr->type), " to ",
               context.types.FormatBare(common)),
        expr->location);
  }
  return CoerceType(context, expr, common, -1, CoercionContext::kImplicit, Form::kImplicitCast, -1);
}

}  // namespace schemadiff::sema
