#include "engine/analyze/collation.h"

namespace schemadiff::sema {
namespace {

enum class Strength { kNone, kImplicit, kConflict, kExplicit };

struct State {
  QualifiedName collation;
  Strength strength = Strength::kNone;

  void Merge(const State& other) {
    if (other.strength > strength) {
      *this = other;
    } else if (other.strength == Strength::kImplicit && strength == Strength::kImplicit &&
               other.collation != collation) {
      // The default collation gives way to any other.
      if (collation == DefaultCollation()) {
        collation = other.collation;
      } else if (other.collation != DefaultCollation()) {
        strength = Strength::kConflict;
      }
    } else if (other.strength == Strength::kExplicit && strength == Strength::kExplicit &&
               other.collation != collation) {
      throw PgError("42P21", "collation mismatch between explicit collations");
    }
  }
};

State Derive(Context& context, const Expr& expr);

void MergeAll(Context& context, const std::vector<Expr*>& exprs, State* state) {
  for (const Expr* expr : exprs) {
    if (expr != nullptr) state->Merge(Derive(context, *expr));
  }
}

State Fixed(const QualifiedName& collation) {
  return {collation, collation.empty() ? Strength::kNone : Strength::kImplicit};
}

State Derive(Context& context, const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kCollate:
      return {expr.collation, Strength::kExplicit};
    case ExprKind::kVar:
    case ExprKind::kFieldSelect:
    case ExprKind::kAssignedColumn:
      return Fixed(expr.collation.empty() ? context.types.Collation(expr.type) : expr.collation);
    case ExprKind::kConst:
    case ExprKind::kParameter:
    case ExprKind::kDefault:
    case ExprKind::kFieldStore:
    case ExprKind::kElementStore:
    case ExprKind::kSubLinkParam:
    case ExprKind::kDomainValue:
    case ExprKind::kCaseTest:
      return Fixed(context.types.Collation(expr.type));
    case ExprKind::kRow:
    case ExprKind::kRowCompare:
      return {};
    case ExprKind::kSubLink:
      if (expr.number == static_cast<int>(SubLinkKind::kScalar)) {
        return Fixed(CollationOf(context, *expr.query->targets[0].expr));
      }
      return Fixed(context.types.Collation(expr.type));
    default:
      break;
  }
  State inner;
  if (expr.kind == ExprKind::kCase) {
    // Conditions have results of no collation; the tested value does not count.
    MergeAll(context, expr.args, &inner);
  } else if (expr.kind == ExprKind::kSubscript) {
    inner.Merge(Derive(context, *expr.extra));
  } else if (expr.kind == ExprKind::kAggregate) {
    for (const TargetEntry& target : expr.aggregate->targets) {
      if (!target.junk) inner.Merge(Derive(context, *target.expr));
    }
  } else {
    MergeAll(context, expr.args, &inner);
  }
  const QualifiedName type_collation = context.types.Collation(expr.type);
  if (type_collation.empty()) return {};
  if (expr.kind == ExprKind::kCoerceToDomain && type_collation != DefaultCollation()) {
    return Fixed(type_collation);
  }
  return inner.strength > Strength::kNone ? inner : Fixed(type_collation);
}

}  // namespace

QualifiedName CollationOf(Context& context, const Expr& expr) {
  const State state = Derive(context, expr);
  return state.strength == Strength::kConflict ? QualifiedName{} : state.collation;
}

QualifiedName CommonCollation(Context& context, const std::vector<CollationSource>& sources) {
  State state;
  for (const CollationSource& source : sources) {
    state.Merge(source.is_set ? Fixed(source.of_set) : Derive(context, *source.expr));
  }
  return state.strength == Strength::kConflict ? QualifiedName{} : state.collation;
}

}  // namespace schemadiff::sema
