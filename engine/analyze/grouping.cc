// What a query with GROUP BY or aggregates may refer to. Facts from parse_agg.c
// (parseCheckAggregates, check_agg_arguments) and pg_constraint.c (check_functional_grouping) of
// the server's source.
#include "engine/analyze/grouping.h"

#include <algorithm>

#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

// Calls visit(expr, level) for the parts of an expression, `level` above which the query of
// interest is; for a subquery, for the expressions in it, one level further.
template <typename Visit>
void VisitQueryParts(const Query& query, int level, const Visit& visit);

template <typename Visit>
void VisitParts(const Expr& expr, int level, const Visit& visit) {
  const auto call = [&](const Expr* part) {
    if (part != nullptr) visit(*part, level);
  };
  call(expr.extra);
  for (const Expr* arg : expr.args) call(arg);
  for (const Subscript& subscript : expr.subscripts) {
    call(subscript.lower);
    call(subscript.upper);
  }
  if (expr.aggregate != nullptr) {
    for (const Expr* arg : expr.aggregate->direct) call(arg);
    for (const TargetEntry& target : expr.aggregate->targets) call(target.expr);
    call(expr.aggregate->filter);
  }
  if (expr.query != nullptr) VisitQueryParts(*expr.query, level + 1, visit);
}

template <typename Visit>
void VisitJoinParts(const JoinNode& node, int level, const Visit& visit) {
  if (node.condition != nullptr) visit(*node.condition, level);
  if (node.left != nullptr) VisitJoinParts(*node.left, level, visit);
  if (node.right != nullptr) VisitJoinParts(*node.right, level, visit);
}

template <typename Visit>
void VisitQueryParts(const Query& query, int level, const Visit& visit) {
  const auto call = [&](const Expr* part) {
    if (part != nullptr) visit(*part, level);
  };
  for (const CommonTable& cte : query.ctes) {
    if (cte.query != nullptr) VisitQueryParts(*cte.query, level + 1, visit);
  }
  for (const Rte& rte : query.range_table) {
    if (rte.subquery != nullptr) VisitQueryParts(*rte.subquery, level + 1, visit);
    for (const RteFunction& function : rte.functions) call(function.expr);
    for (const std::vector<Expr*>& row : rte.values) {
      for (const Expr* value : row) call(value);
    }
  }
  for (const auto& node : query.from) VisitJoinParts(*node, level, visit);
  for (const TargetEntry& target : query.targets) call(target.expr);
  call(query.where);
  call(query.having);
  call(query.offset);
  call(query.limit);
  for (const WindowClause& window : query.windows) {
    call(window.start);
    call(window.end);
  }
}

void FindLevels(const Expr& expr, int level, AggregateLevels* levels) {
  const auto lower = [](int* lowest, int found) {
    if (found >= 0 && (*lowest < 0 || found < *lowest)) *lowest = found;
  };
  if (expr.kind == ExprKind::kVar) {
    lower(&levels->variable, expr.levels_up - level);
    return;
  }
  if (expr.kind == ExprKind::kAggregate) {
    lower(&levels->aggregate, expr.aggregate->levels_up - level);
  }
  if (expr.kind == ExprKind::kWindow && level == 0) levels->window = true;
  VisitParts(expr, level, [levels](const Expr& part, int at) { FindLevels(part, at, levels); });
}

// The columns that all grouping sets have.
std::vector<int> CommonRefs(const GroupingSet& set) {
  using Kind = ast::GroupingSetKind;
  switch (static_cast<Kind>(set.kind)) {
    case Kind::GROUPING_SET_SIMPLE:
      return set.refs;
    case Kind::GROUPING_SET_SETS: {
      std::vector<int> common;
      for (size_t i = 0; i < set.content.size(); ++i) {
        const std::vector<int> refs = CommonRefs(set.content[i]);
        if (i == 0) common = refs;
        std::erase_if(common, [&](int ref) { return std::ranges::find(refs, ref) == refs.end(); });
      }
      return common;
    }
    default:
      return {};  // the empty set is one of them
  }
}

class Check {
 public:
  Check(Context& context, Query* query) : context_(context), query_(*query) {}

  void Run() {
    std::vector<int> common;
    for (const GroupingSet& set : query_.grouping_sets) {
      for (const int ref : CommonRefs(set)) common.push_back(ref);
    }
    for (const SortGroup& group : query_.group_by) {
      for (const TargetEntry& target : query_.targets) {
        if (target.ref != group.ref) continue;
        Expr* expr = Flatten(target.expr);
        groups_.push_back(expr);
        if (expr->kind != ExprKind::kVar) {
          only_columns_ = false;
        } else if (query_.grouping_sets.empty() ||
                   std::ranges::find(common, group.ref) != common.end()) {
          determining_.push_back(expr);
        }
      }
    }
    for (const TargetEntry& target : query_.targets) Walk(*Flatten(target.expr), 0, false);
    if (query_.having != nullptr) Walk(*Flatten(query_.having), 0, false);
  }

 private:
  // Columns that a join has of its own stand for what it makes them of.
  Expr* Flatten(Expr* expr) {
    if (expr == nullptr) return nullptr;
    if (expr->kind == ExprKind::kVar) {
      const Rte* rte = expr->levels_up == 0 ? &RteOf(*expr) : nullptr;
      if (rte == nullptr || rte->kind != RteKind::kJoin || expr->attribute <= 0) return expr;
      return Flatten(rte->join_vars[static_cast<size_t>(expr->attribute) - 1]);
    }
    Expr* copy = context_.arena.Copy(*expr);
    copy->extra = Flatten(expr->extra);
    for (Expr*& arg : copy->args) arg = Flatten(arg);
    for (Subscript& subscript : copy->subscripts) {
      subscript.lower = Flatten(subscript.lower);
      subscript.upper = Flatten(subscript.upper);
    }
    if (expr->aggregate != nullptr) {
      copy->aggregate = context_.arena.NewAggregateParts();
      *copy->aggregate = *expr->aggregate;
      for (Expr*& arg : copy->aggregate->direct) arg = Flatten(arg);
      for (TargetEntry& target : copy->aggregate->targets) target.expr = Flatten(target.expr);
      copy->aggregate->filter = Flatten(expr->aggregate->filter);
    }
    return copy;
  }

  const Rte& RteOf(const Expr& var) const {
    return query_.range_table[static_cast<size_t>(var.rte)];
  }

  bool IsGroup(const Expr& expr) const {
    return std::ranges::any_of(groups_, [&](const Expr* group) { return SameExpr(group, &expr); });
  }

  void Walk(const Expr& expr, int level, bool direct) {
    if (expr.kind == ExprKind::kAggregate) {
      if (expr.aggregate->levels_up > level) return;
      if (expr.aggregate->levels_up == level) {
        for (const Expr* arg : expr.aggregate->direct) Walk(*arg, level, /*direct=*/true);
        return;
      }
    }
    if (expr.kind == ExprKind::kGrouping) {
      if (level == 0) CheckGroupingArguments(expr);
      return;
    }
    if (!only_columns_ && level == 0 && IsGroup(expr)) return;
    if (expr.kind == ExprKind::kVar) {
      if (expr.levels_up == level) CheckColumn(expr, level);
      return;
    }
    VisitParts(expr, level, [&](const Expr& part, int at) { Walk(part, at, direct); });
  }

  void CheckGroupingArguments(const Expr& expr) {
    for (const Expr* arg : expr.args) {
      if (IsGroup(*arg)) continue;
      throw PgError(
          sqlstate::kGroupingError,
          "arguments to GROUPING must be grouping expressions of the associated query level",
          arg->location);
    }
  }

  void CheckColumn(const Expr& var, int level) {
    const Rte& rte = RteOf(var);
    for (const Expr* group : groups_) {
      if (group->kind == ExprKind::kVar && group->levels_up == 0 && group->rte == var.rte &&
          group->attribute == var.attribute) {
        return;
      }
    }
    if (std::ranges::find(determined_, var.rte) != determined_.end()) return;
    if (rte.kind == RteKind::kJoin) {
      throw NotModelled("a merged column of an outer query with GROUP BY", var.location);
    }
    if (rte.kind == RteKind::kRelation && IsDetermined(rte, var.rte)) {
      determined_.push_back(var.rte);
      return;
    }
    // Of subqueries as grouping expressions it is not known which are the same.
    for (const Expr* group : groups_) {
      if (HasSubquery(*group)) throw NotModelled("GROUP BY a subquery", group->location);
    }
    const Name column = var.attribute > 0 ? rte.columns[static_cast<size_t>(var.attribute) - 1].name
                        : var.name.empty() ? Name("*")
                                           : var.name;
    throw PgError(sqlstate::kGroupingError,
                  level == 0
                      ? StrCat("column \"", rte.eref, ".", column,
                               "\" must appear in the GROUP BY clause or be used in an aggregate "
                               "function")
                      : StrCat("subquery uses ungrouped column \"", rte.eref, ".", column,
                               "\" from outer query"),
                  var.location);
  }

  static bool HasSubquery(const Expr& expr) {
    if (expr.query != nullptr) return true;
    bool found = false;
    VisitParts(expr, 0, [&](const Expr& part, int) { found = found || HasSubquery(part); });
    return found;
  }

  // Whether the relation's primary key is among the grouping columns, which its other columns then
  // depend on; the query depends on the key.
  bool IsDetermined(const Rte& rte, int index) {
    const Catalog& catalog = context_.catalog;
    const ObjectKey key = KeyFor<Table>(rte.relation.schema, rte.relation.name);
    if (catalog.UnknownReason(key) != nullptr) {
      throw NotModelled(StrCat("the primary key of ", rte.relation.name));
    }
    const ObjectId table = catalog.IdOf(key);
    if (table == kNoObject) {
      if (context_.builtins.FindRelation(rte.relation.schema, rte.relation.name) != nullptr) {
        throw NotModelled(StrCat("the primary key of ", rte.relation.name));
      }
      return false;
    }
    for (const ObjectId part : catalog.Children(table)) {
      const auto* constraint = catalog.Get(part).TryAs<Constraint>();
      if (constraint == nullptr || constraint->type != ConstraintType::kPrimaryKey) continue;
      if (constraint->deferrable) return false;
      if (constraint->temporal) throw NotModelled("GROUP BY a key WITHOUT OVERLAPS");
      for (const Name column : constraint->columns) {
        const bool grouped = std::ranges::any_of(determining_, [&](const Expr* var) {
          return var->rte == index && var->levels_up == 0 && var->attribute > 0 &&
                 rte.real_columns[static_cast<size_t>(var->attribute) - 1] == column;
        });
        if (!grouped) return false;
      }
      query_.required_keys.push_back(catalog.Get(part).key);
      return true;
    }
    return false;
  }

  Context& context_;
  Query& query_;
  std::vector<Expr*> groups_;
  bool only_columns_ = true;
  std::vector<Expr*> determining_;  // the columns of all grouping sets
  std::vector<int> determined_;     // relations all of whose columns may be used
};

}  // namespace

AggregateLevels FindAggregateLevels(const Expr& expr) {
  AggregateLevels levels;
  FindLevels(expr, 0, &levels);
  return levels;
}

void CheckGrouping(Context& context, Query* query) { Check(context, query).Run(); }

}  // namespace schemadiff::sema
