#include "engine/analyze/fold.h"

#include "engine/analyze/coerce.h"
#include "engine/analyze/literal.h"
#include "engine/base/strings.h"
#include "engine/pg/identifier.h"

namespace schemadiff::sema {
namespace {

// Characters of valid UTF-8.
size_t CharacterCount(std::string_view text) {
  size_t count = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++count;
  }
  return count;
}

bool IsWholeNumber(TypeId type) {
  return type == type_id::kInt2 || type == type_id::kInt4 || type == type_id::kInt8 ||
         type == type_id::kOid;
}

// varchar(n) refuses what is longer, unless only blanks are lost.
Expr* FoldLength(Context& context, const Expr& value, int32_t typmod) {
  const auto limit = static_cast<size_t>(typmod - 4);
  Expr* out = context.arena.Copy(value);
  out->typmod = -1;
  const size_t length = CharacterCount(value.text);
  if (length <= limit) {
    // character(n) is filled up with blanks, which its output shows.
    if (value.type == type_id::kBpchar) out->text.append(limit - length, ' ');
    return out;
  }
  throw NotModelled("a constant that is longer than its type allows");
}

// numeric(p,s) fills the fraction up with zeros.
Expr* FoldScale(Context& context, const Expr& value, int32_t typmod) {
  const int32_t precision = ((typmod - 4) >> 16) & 0xFFFF;
  const int32_t scale = (((typmod - 4) & 0x7FF) ^ 1024) - 1024;
  Expr* out = context.arena.Copy(value);
  out->typmod = -1;
  std::string& text = out->text;
  const size_t point = text.find('.');
  const size_t digits = point == std::string::npos ? 0 : text.size() - point - 1;
  if (scale < 0 || digits > static_cast<size_t>(scale) ||
      text.find_first_not_of("0123456789.-") != std::string::npos) {
    throw NotModelled("the rounding of a numeric constant");
  }
  if (scale > 0) {
    if (point == std::string::npos) text += '.';
    text.append(static_cast<size_t>(scale) - digits, '0');
  }
  const size_t integer =
      (point == std::string::npos ? value.text.size() : point) - (text[0] == '-' ? 1 : 0);
  if (integer > static_cast<size_t>(precision - scale) && text[0] != '0') {
    throw PgError(sqlstate::kNumericValueOutOfRange, "numeric field overflow");
  }
  return out;
}

// A precision that cuts nothing changes nothing.
const Expr* FoldPrecision(const Expr& value, int32_t typmod) {
  const size_t point = value.text.find('.');
  if (point == std::string::npos) return &value;
  const size_t digits = value.text.find_first_not_of("0123456789", point + 1);
  const size_t count = (digits == std::string::npos ? value.text.size() : digits) - point - 1;
  return count <= static_cast<size_t>(typmod) ? &value : nullptr;
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
    if (value->is_null || expr.kind == ExprKind::kRelabel) return out;
    const bool text_target = context.types.Category(expr.type) == 'S';
    if (expr.type == value->type) {
      if (expr.type == type_id::kVarchar || expr.type == type_id::kBpchar) {
        return FoldLength(context, *value, expr.typmod);
      }
      if (expr.type == type_id::kNumeric) return FoldScale(context, *value, expr.typmod);
      if (expr.type == type_id::kTimestamp || expr.type == type_id::kTimestampTz) {
        return FoldPrecision(*value, expr.typmod);
      }
      return nullptr;
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
