// What the planner knows of an expression before it runs.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "engine/analyze/context.h"
#include "engine/analyze/expr.h"

namespace schemadiff::sema {

/// Which expressions become constants when they are planned. The server looks whether indexes,
/// generated columns and partition keys are immutable after that: what is folded away counts no
/// more, such as a strict function of a NULL, whatever its volatility. Source:
/// eval_const_expressions() in clauses.c.
class PlannedConstants {
 public:
  enum class Value : uint8_t { kNone, kNull, kTrue, kFalse, kOther };

  explicit PlannedConstants(const Context& context) : context_(context) {}

  /// The constant that the expression becomes; kNone where it becomes none, or where that is not
  /// known. kOther: one that is not NULL, or a boolean, but which is not known.
  Value Of(const Expr* expr);
  /// What remains of the conditions and results of a CASE that tests no value.
  std::vector<const Expr*> Remaining(const Expr& expr);

 private:
  Value Compute(const Expr& expr);
  Value OfCall(const Expr& expr, bool strict, bool immutable);
  Value OfOperator(const Expr& expr);
  Value OfBool(const Expr& expr);
  Value OfCase(const Expr& expr);

  const Context& context_;
  std::unordered_map<const Expr*, Value> known_;
};

}  // namespace schemadiff::sema
