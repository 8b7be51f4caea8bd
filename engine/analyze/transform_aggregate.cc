// Calls of aggregates and window functions.
#include <algorithm>

#include "engine/analyze/grouping.h"
#include "engine/analyze/routines.h"
#include "engine/analyze/transform.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {

void Transformer::CheckAggregateUse(ExprUse use, bool window, int location) {
  std::string_view place = PluralName(use);
  switch (use) {
    case ExprUse::kWhere:
      place = "WHERE";
      break;
    case ExprUse::kJoinOn:
      place = "JOIN conditions";
      break;
    case ExprUse::kFilter:
      place = "FILTER";
      break;
    case ExprUse::kGroupBy:
      place = "GROUP BY";
      break;
    case ExprUse::kLimit:
      place = "LIMIT";
      break;
    case ExprUse::kOffset:
      place = "OFFSET";
      break;
    case ExprUse::kValues:
    case ExprUse::kValuesSingle:
      place = "VALUES";
      break;
    case ExprUse::kFromFunction:
      place = "functions in FROM";
      break;
    case ExprUse::kHaving:
      if (window) place = "HAVING";
      break;
    default:
      break;
  }
  if (place.empty()) return;
  throw PgError(window ? std::string_view("42P20") : sqlstate::kGroupingError,
                StrCat(window ? "window" : "aggregate", " functions are not allowed in ", place),
                location);
}

void Transformer::UnifyHypothetical(std::vector<Expr*>* args, size_t aggregated,
                                    std::vector<TypeId>* actual,
                                    const std::vector<TypeId>& declared) {
  const size_t direct = args->size() - aggregated;
  if (direct < aggregated) {
    throw PgError(sqlstate::kUndefinedFunction,
                  "hypothetical-set aggregate has too few direct arguments");
  }
  for (size_t i = 0; i < aggregated; ++i) {
    const size_t hypothetical = direct - aggregated + i;
    const size_t sorted = direct + i;
    if (declared[hypothetical] != type_id::kAny) continue;
    const std::vector<Expr*> pair{(*args)[sorted], (*args)[hypothetical]};
    const TypeId common = SelectCommonType(context_, pair, "WITHIN GROUP");
    const int32_t typmod = SelectCommonTypmod(pair, common);
    for (const size_t at : {hypothetical, sorted}) {
      (*args)[at] = CoerceType(context_, (*args)[at], common, typmod, CoercionContext::kImplicit,
                               Form::kImplicitCast, -1);
      (*actual)[at] = common;
    }
  }
}

Expr* Transformer::MakeAggregate(const Candidate& called, const ast::FuncCall& fn,
                                 std::vector<Expr*> args, TypeId type, Expr* filter, int location) {
  const Routine& routine = *called.routine;
  if (args.empty() && !fn.agg_star && !fn.agg_within_group) {
    throw PgError(
        sqlstate::kWrongObjectType,
        StrCat(routine.name, "(*) must be used to call a parameterless aggregate function"),
        location);
  }
  Expr* aggregate = context_.arena.New(ExprKind::kAggregate, type, -1, location);
  aggregate->routine = called.routine;
  aggregate->aggregate = context_.arena.NewAggregateParts();
  AggregateParts& parts = *aggregate->aggregate;
  parts.kind = routine.aggregate_kind;
  parts.filter = filter;
  parts.star = fn.agg_star;
  parts.distinct = fn.agg_distinct;
  if (fn.agg_within_group) {
    const size_t direct = args.size() - fn.agg_order.size();
    parts.direct.assign(args.begin(), args.begin() + static_cast<std::ptrdiff_t>(direct));
    for (size_t i = direct; i < args.size(); ++i) parts.targets.push_back({args[i], {}, 0, false});
    for (size_t i = 0; i < fn.agg_order.size(); ++i) {
      AddSort(*ast::Cast<ast::SortBy>(fn.agg_order[i]), i, &parts.targets, &parts.order);
    }
    PlaceAggregate(aggregate);
    return aggregate;
  }
  for (Expr* arg : args) parts.targets.push_back({arg, {}, 0, false});
  parts.order = SortClause(fn.agg_order, ExprUse::kOrderBy, /*sql92=*/false, &parts.targets);
  if (fn.agg_distinct) {
    for (const TargetEntry& target : parts.targets) {
      const TypeId of = target.expr->type;
      if (target.junk || FindSortOperators(context_, of).equal != nullptr) continue;
      if (context_.types.IsOpaque(context_.types.Base(of))) {
        throw NotModelled("an aggregate of distinct values of an extension's type");
      }
      throw PgError(sqlstate::kUndefinedFunction,
                    StrCat("could not identify an equality operator for type ",
                           context_.types.FormatBare(of)),
                    target.expr->location);
    }
    for (const SortGroup& sort : parts.order) {
      for (const TargetEntry& target : parts.targets) {
        if (target.ref == sort.ref && target.junk) {
          throw PgError(sqlstate::kInvalidColumnReference,
                        "in an aggregate with DISTINCT, ORDER BY expressions must appear in "
                        "argument list",
                        target.expr->location);
        }
      }
    }
  }
  PlaceAggregate(aggregate);
  return aggregate;
}

// An aggregate is one of the nearest query that it has a column of.
void Transformer::PlaceAggregate(Expr* aggregate) {
  AggregateParts& parts = *aggregate->aggregate;
  AggregateLevels levels;
  const auto find = [](const Expr* expr, AggregateLevels* all) {
    if (expr == nullptr) return;
    const AggregateLevels found = FindAggregateLevels(*expr);
    const auto lower = [](int* lowest, int level) {
      if (level >= 0 && (*lowest < 0 || level < *lowest)) *lowest = level;
    };
    lower(&all->variable, found.variable);
    lower(&all->aggregate, found.aggregate);
    all->window = all->window || found.window;
  };
  for (const TargetEntry& target : parts.targets) find(target.expr, &levels);
  find(parts.filter, &levels);
  const int location = aggregate->location;
  if (levels.window) {
    throw PgError(sqlstate::kGroupingError,
                  "aggregate function calls cannot contain window function calls", location);
  }
  int level = std::max(levels.variable, 0);
  if (levels.aggregate >= 0) {
    level = levels.variable < 0 ? levels.aggregate : std::min(levels.variable, levels.aggregate);
  }
  AggregateLevels direct;
  for (const Expr* arg : parts.direct) find(arg, &direct);
  const auto nested = [&](int other) { return other >= 0 && other <= level; };
  if (levels.aggregate == level || nested(direct.aggregate)) {
    throw PgError(sqlstate::kGroupingError, "aggregate function calls cannot be nested", location);
  }
  if (direct.variable >= 0 && direct.variable < level) {
    throw PgError(
        sqlstate::kGroupingError,
        "outer-level aggregate cannot contain a lower-level variable in its direct arguments",
        location);
  }
  parts.levels_up = level;
  ParseState* state = state_;
  for (int i = 0; i < level && state->parent != nullptr; ++i) state = state->parent;
  CheckAggregateUse(state->use, /*window=*/false, location);
  state->has_aggregates = true;
}

Expr* Transformer::MakeWindow(const Candidate& called, const ast::FuncCall& fn,
                              std::vector<Expr*> args, TypeId type, Expr* filter, int location) {
  const auto refuse = [&](std::string_view message) {
    throw PgError(sqlstate::kFeatureNotSupported, std::string(message), location);
  };
  const bool aggregate = called.routine->kind == 'a';
  if (fn.agg_distinct) refuse("DISTINCT is not implemented for window functions");
  if (!fn.agg_order.empty()) {
    refuse("aggregate ORDER BY is not implemented for window functions");
  }
  if (!aggregate && filter != nullptr) {
    refuse("FILTER is not implemented for non-aggregate window functions");
  }
  if (aggregate && args.empty() && !fn.agg_star) {
    throw PgError(
        sqlstate::kWrongObjectType,
        StrCat(called.routine->name, "(*) must be used to call a parameterless aggregate function"),
        location);
  }
  CheckAggregateUse(state_->use, /*window=*/true, location);
  state_->has_windows = true;
  Expr* window = context_.arena.New(ExprKind::kWindow, type, -1, location);
  window->routine = called.routine;
  window->args = std::move(args);
  window->aggregate = context_.arena.NewAggregateParts();
  window->aggregate->filter = filter;
  window->aggregate->star = fn.agg_star;
  const ast::WindowDef& over = *fn.over;
  if (!over.name.empty()) {
    for (size_t i = 0; i < state_->windows.size(); ++i) {
      if (state_->windows[i]->name == over.name) {
        window->aggregate->window = static_cast<int>(i) + 1;
        return window;
      }
    }
    throw PgError(sqlstate::kUndefinedObject, StrCat("window \"", over.name, "\" does not exist"),
                  location);
  }
  state_->windows.push_back(&over);
  window->aggregate->window = static_cast<int>(state_->windows.size());
  return window;
}

}  // namespace schemadiff::sema
