// Which columns of outer queries a query refers to.
#include "engine/analyze/query.h"
#include "engine/analyze/transform.h"

namespace schemadiff::sema {
namespace {

// Whether accept(var, level) holds of a column in the tree; `level` is how far the query of
// interest is above.
template <typename Accept>
class Finder {
 public:
  explicit Finder(const Accept& accept) : accept_(accept) {}

  bool In(const Expr* expr, int level) const {
    if (expr == nullptr) return false;
    if (expr->kind == ExprKind::kVar) return accept_(*expr, level);
    if (In(expr->extra, level)) return true;
    for (const Expr* arg : expr->args) {
      if (In(arg, level)) return true;
    }
    for (const Subscript& subscript : expr->subscripts) {
      if (In(subscript.lower, level) || In(subscript.upper, level)) return true;
    }
    if (expr->aggregate != nullptr) {
      if (In(expr->aggregate->filter, level)) return true;
      for (const Expr* arg : expr->aggregate->direct) {
        if (In(arg, level)) return true;
      }
      if (InTargets(expr->aggregate->targets, level)) return true;
    }
    return expr->query != nullptr && In(*expr->query, level + 1);
  }

  bool In(const Query& query, int level) const {
    if (InTargets(query.targets, level) || InTargets(query.returning, level)) return true;
    for (const Expr* expr :
         {query.where, query.having, query.limit, query.offset, query.merge_condition}) {
      if (In(expr, level)) return true;
    }
    if (query.on_conflict) {
      const OnConflict& conflict = *query.on_conflict;
      if (InTargets(conflict.set, level) || In(conflict.where, level) ||
          In(conflict.inferred_where, level)) {
        return true;
      }
      for (const OnConflict::Element& element : conflict.elements) {
        if (In(element.expr, level)) return true;
      }
    }
    for (const MergeAction& action : query.merge_actions) {
      if (In(action.condition, level) || InTargets(action.targets, level)) return true;
    }
    for (const Rte& rte : query.range_table) {
      if (rte.subquery != nullptr && In(*rte.subquery, level + 1)) return true;
      for (const RteFunction& function : rte.functions) {
        if (In(function.expr, level)) return true;
      }
      for (const std::vector<Expr*>& row : rte.values) {
        for (const Expr* value : row) {
          if (In(value, level)) return true;
        }
      }
      if (rte.sample) {
        if (In(rte.sample->repeatable, level)) return true;
        for (const Expr* arg : rte.sample->args) {
          if (In(arg, level)) return true;
        }
      }
    }
    for (const CommonTable& cte : query.ctes) {
      if (cte.query != nullptr && In(*cte.query, level + 1)) return true;
    }
    for (const WindowClause& window : query.windows) {
      if (In(window.start, level) || In(window.end, level)) return true;
    }
    for (const auto& node : query.from) {
      if (InJoin(*node, level)) return true;
    }
    return false;
  }

 private:
  bool InTargets(const std::vector<TargetEntry>& targets, int level) const {
    for (const TargetEntry& target : targets) {
      if (In(target.expr, level)) return true;
    }
    return false;
  }
  bool InJoin(const JoinNode& node, int level) const {
    return In(node.condition, level) || (node.left != nullptr && InJoin(*node.left, level)) ||
           (node.right != nullptr && InJoin(*node.right, level));
  }

  const Accept& accept_;
};

template <typename Accept, typename Tree>
bool Find(const Tree& tree, int level, const Accept& accept) {
  return Finder<Accept>(accept).In(tree, level);
}

}  // namespace

bool ContainsVars(const Expr* expr, int level) {
  return Find(expr, level, [](const Expr& var, int at) { return var.levels_up == at; });
}

bool QueryContainsVars(const Query& query, int level) {
  return Find(query, level, [](const Expr& var, int at) { return var.levels_up == at; });
}

bool UsesEntry(const Query& query, int entry, int level) {
  return Find(query, level,
              [entry](const Expr& var, int at) { return var.levels_up == at && var.rte == entry; });
}

bool UsesEntry(const Expr* expr, int entry) {
  return Find(expr, 0,
              [entry](const Expr& var, int at) { return var.levels_up == at && var.rte == entry; });
}

}  // namespace schemadiff::sema
