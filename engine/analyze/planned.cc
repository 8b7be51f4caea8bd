#include "engine/analyze/planned.h"

#include <algorithm>
#include <array>

#include "parsers/sql/ast_enums.h"

namespace schemadiff::sema {
namespace {

using Value = PlannedConstants::Value;

bool IsConstant(Value value) { return value != Value::kNone; }
Value FromBool(bool value) { return value ? Value::kTrue : Value::kFalse; }

// The constant itself, where casts that change nothing are all that is around it.
const Expr* PlainConstant(const Expr* expr) {
  while (expr->kind == ExprKind::kRelabel) expr = expr->args[0];
  return expr->kind == ExprKind::kConst && !expr->is_null ? expr : nullptr;
}

// Types of which two values are equal where they are printed alike, and only there.
bool IsEqualAsPrinted(TypeId type) {
  constexpr std::array kTypes = {type_id::kText, type_id::kVarchar, type_id::kInt2, type_id::kInt4,
                                 type_id::kInt8, type_id::kOid,     type_id::kBool, type_id::kName,
                                 type_id::kUuid, type_id::kDate};
  return std::ranges::find(kTypes, type) != kTypes.end();
}

// Of the built-in operators = and <> over two constants.
Value Compared(const Expr& expr) {
  if (expr.args.size() != 2 || (expr.op->name != "=" && expr.op->name != "<>"))
    return Value::kOther;
  const Expr* left = PlainConstant(expr.args[0]);
  const Expr* right = PlainConstant(expr.args[1]);
  if (left == nullptr || right == nullptr || left->type != right->type ||
      !IsEqualAsPrinted(left->type)) {
    return Value::kOther;
  }
  return FromBool((left->text == right->text) == (expr.op->name == "="));
}

}  // namespace

Value PlannedConstants::Of(const Expr* expr) {
  if (expr == nullptr) return Value::kNone;
  if (const auto found = known_.find(expr); found != known_.end()) return found->second;
  const Value value = Compute(*expr);
  known_.emplace(expr, value);
  return value;
}

Value PlannedConstants::Compute(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kConst:
      if (expr.is_null) return Value::kNull;
      return expr.type == type_id::kBool ? FromBool(expr.text == "t") : Value::kOther;
    case ExprKind::kRelabel:
    case ExprKind::kCollate:
      return Of(expr.args[0]);
    case ExprKind::kCoerceViaIo:
    case ExprKind::kFieldSelect:
      return Of(expr.args[0]) == Value::kNull ? Value::kNull : Value::kNone;
    case ExprKind::kNullTest: {
      const bool is_null = Of(expr.args[0]) == Value::kNull;
      if (expr.flag || (!is_null && PlainConstant(expr.args[0]) == nullptr)) return Value::kNone;
      return FromBool(is_null == (expr.number == static_cast<int>(ast::NullTestType::IS_NULL)));
    }
    case ExprKind::kFunc:
      return OfCall(expr, expr.routine->strict, expr.routine->volatility == 'i');
    case ExprKind::kOp:
      return OfOperator(expr);
    case ExprKind::kBool:
      return OfBool(expr);
    case ExprKind::kCase:
      return OfCase(expr);
    case ExprKind::kCoalesce:
      for (const Expr* arg : expr.args) {
        const Value value = Of(arg);
        // What a call gives may be NULL.
        if (value == Value::kOther && PlainConstant(arg) == nullptr) return Value::kNone;
        if (value != Value::kNull) return value;
      }
      return Value::kNull;
    case ExprKind::kNullIf:
      return std::ranges::any_of(expr.args, [&](auto* arg) { return Of(arg) == Value::kNull; })
                 ? Of(expr.args[0])
                 : Value::kNone;
    case ExprKind::kSubscript: {
      if (!expr.args.empty()) return Value::kNone;
      const Expr* array = expr.extra == nullptr ? nullptr : PlainConstant(expr.extra);
      const bool nothing = array != nullptr && !expr.flag && array->text == "{}";
      return nothing || Of(expr.extra) == Value::kNull ? Value::kNull : Value::kNone;
    }
    default:
      return Value::kNone;
  }
}

Value PlannedConstants::OfCall(const Expr& expr, bool strict, bool immutable) {
  if (expr.routine != nullptr && expr.routine->returns_set) return Value::kNone;
  bool constant = true;
  for (const Expr* arg : expr.args) {
    const Value value = Of(arg);
    if (value == Value::kNull && strict) return Value::kNull;
    constant = constant && IsConstant(value);
  }
  // What it gives is not known, and may be NULL.
  return constant && immutable ? Value::kOther : Value::kNone;
}

Value PlannedConstants::OfOperator(const Expr& expr) {
  const BuiltinProc* proc = context_.builtins.FindProc(expr.op->function);
  if (proc == nullptr) return Value::kNone;
  const Value value = OfCall(expr, proc->strict, proc->volatility == 'i');
  return value == Value::kOther ? Compared(expr) : value;
}

Value PlannedConstants::OfBool(const Expr& expr) {
  const auto op = static_cast<BoolOp>(expr.number);
  if (op == BoolOp::kNot) {
    const Value value = Of(expr.args[0]);
    if (value == Value::kTrue) return Value::kFalse;
    return value == Value::kFalse ? Value::kTrue : value;
  }
  const Value decides = op == BoolOp::kAnd ? Value::kFalse : Value::kTrue;
  Value result = op == BoolOp::kAnd ? Value::kTrue : Value::kFalse;
  for (const Expr* arg : expr.args) {
    const Value value = Of(arg);
    if (value == decides) return decides;
    if (value == Value::kNone || result == Value::kNone) {
      result = Value::kNone;
    } else if (value == Value::kOther || result == Value::kOther) {
      result = Value::kOther;
    } else if (value == Value::kNull) {
      result = Value::kNull;
    }
  }
  return result;
}

Value PlannedConstants::OfCase(const Expr& expr) {
  if (expr.extra != nullptr) return Value::kNone;
  for (size_t i = 0; i + 1 < expr.args.size(); i += 2) {
    const Value condition = Of(expr.args[i]);
    if (condition == Value::kTrue) return Of(expr.args[i + 1]);
    if (condition != Value::kFalse && condition != Value::kNull) return Value::kNone;
  }
  return Of(expr.args.back());
}

std::vector<const Expr*> PlannedConstants::Remaining(const Expr& expr) {
  std::vector<const Expr*> remaining;
  for (size_t i = 0; i + 1 < expr.args.size(); i += 2) {
    const Value condition = Of(expr.args[i]);
    if (condition == Value::kFalse || condition == Value::kNull) continue;
    remaining.push_back(expr.args[i + 1]);
    if (condition == Value::kTrue) return remaining;
    remaining.push_back(expr.args[i]);
  }
  remaining.push_back(expr.args.back());
  return remaining;
}

}  // namespace schemadiff::sema
