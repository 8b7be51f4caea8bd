// ORDER BY, GROUP BY and their like: which target they mean, and which operators they use.
#include <algorithm>

#include "engine/analyze/grouping.h"
#include "engine/analyze/routines.h"
#include "engine/analyze/transform.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

Expr* StripImplicitCoercions(Expr* expr) {
  for (;;) {
    switch (expr->kind) {
      case ExprKind::kFunc:
      case ExprKind::kRelabel:
      case ExprKind::kCoerceViaIo:
      case ExprKind::kArrayCoerce:
      case ExprKind::kConvertRowtype:
      case ExprKind::kCoerceToDomain:
        if (expr->form != Form::kImplicitCast) return expr;
        expr = expr->args[0];
        break;
      default:
        return expr;
    }
  }
}

int AssignRef(std::vector<TargetEntry>* targets, size_t index) {
  TargetEntry& target = (*targets)[index];
  if (target.ref == 0) {
    int highest = 0;
    for (const TargetEntry& other : *targets) highest = std::max(highest, other.ref);
    target.ref = highest + 1;
  }
  return target.ref;
}

std::string_view ClauseName(ExprUse use) {
  switch (use) {
    case ExprUse::kGroupBy:
      return "GROUP BY";
    case ExprUse::kDistinctOn:
      return "DISTINCT ON";
    default:
      return "ORDER BY";
  }
}

bool SameList(const std::vector<Expr*>& a, const std::vector<Expr*>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Expr* x, const Expr* y) { return SameExpr(x, y); });
}

// GROUP BY by name or number may mean only what it may say itself.
void CheckGroupTarget(const TargetEntry& target, ExprUse use, int location) {
  if (use != ExprUse::kGroupBy) return;
  const AggregateLevels levels = FindAggregateLevels(*target.expr);
  if (levels.aggregate == 0) {
    throw PgError(sqlstate::kGroupingError, "aggregate functions are not allowed in GROUP BY",
                  location);
  }
  if (levels.window) {
    throw PgError("42P20", "window functions are not allowed in GROUP BY", location);
  }
}

void NoEquality(Context& context, TypeId type, int location) {
  throw PgError(
      sqlstate::kUndefinedFunction,
      StrCat("could not identify an equality operator for type ", context.types.FormatBare(type)),
      location);
}

}  // namespace

bool SameExpr(const Expr* a, const Expr* b) {
  if (a == nullptr || b == nullptr) return a == b;
  if (a->kind != b->kind || a->type != b->type || a->typmod != b->typmod || a->op != b->op ||
      a->ops != b->ops || a->is_null != b->is_null || a->text != b->text || a->name != b->name ||
      a->number != b->number || a->flag != b->flag || a->rte != b->rte ||
      a->attribute != b->attribute || a->levels_up != b->levels_up) {
    return false;
  }
  if ((a->routine == nullptr) != (b->routine == nullptr)) return false;
  if (a->routine != nullptr &&
      (a->routine->id != b->routine->id || a->routine->key != b->routine->key ||
       a->routine->name != b->routine->name || a->routine->arguments != b->routine->arguments)) {
    return false;
  }
  if (a->kind == ExprKind::kCollate && a->collation != b->collation) return false;
  if (!SameExpr(a->extra, b->extra) || !SameList(a->args, b->args)) return false;
  if (a->subscripts.size() != b->subscripts.size()) return false;
  for (size_t i = 0; i < a->subscripts.size(); ++i) {
    if (!SameExpr(a->subscripts[i].lower, b->subscripts[i].lower) ||
        !SameExpr(a->subscripts[i].upper, b->subscripts[i].upper)) {
      return false;
    }
  }
  if (a->aggregate != nullptr && b->aggregate != nullptr) {
    const AggregateParts& x = *a->aggregate;
    const AggregateParts& y = *b->aggregate;
    if (x.distinct != y.distinct || x.star != y.star || x.window != y.window ||
        !SameExpr(x.filter, y.filter) || !SameList(x.direct, y.direct) ||
        x.targets.size() != y.targets.size() || x.order.size() != y.order.size()) {
      return false;
    }
    for (size_t i = 0; i < x.targets.size(); ++i) {
      if (!SameExpr(x.targets[i].expr, y.targets[i].expr) || x.targets[i].ref != y.targets[i].ref) {
        return false;
      }
    }
    for (size_t i = 0; i < x.order.size(); ++i) {
      if (x.order[i].ref != y.order[i].ref || x.order[i].sort_op != y.order[i].sort_op ||
          x.order[i].nulls_first != y.order[i].nulls_first) {
        return false;
      }
    }
  }
  // Subqueries are compared by identity: two with the same text become two.
  return a->query == b->query;
}

size_t Transformer::FindTarget(const ast::Node* node, ExprUse use, bool sql92,
                               std::vector<TargetEntry>* targets) {
  if (sql92) {
    const auto* column = ast::As<ast::ColumnRef>(node);
    if (column != nullptr && column->fields.size() == 1 &&
        column->fields[0]->tag == ast::NodeTag::kString) {
      const std::string_view name = ast::Cast<ast::String>(column->fields[0])->sval;
      // In GROUP BY, a column of the input comes before one of the output.
      bool output = true;
      if (use == ExprUse::kGroupBy) {
        ParseState* const parent = state_->parent;
        state_->parent = nullptr;
        output = FindColumn(name, node->location) == nullptr;
        state_->parent = parent;
      }
      if (output) {
        size_t found = targets->size();
        for (size_t i = 0; i < targets->size(); ++i) {
          const TargetEntry& target = (*targets)[i];
          if (target.junk || target.name != name) continue;
          if (found == targets->size()) {
            found = i;
          } else if (!SameExpr((*targets)[found].expr, target.expr)) {
            throw PgError(sqlstate::kAmbiguousColumn,
                          StrCat(ClauseName(use), " \"", name, "\" is ambiguous"), node->location);
          }
        }
        if (found < targets->size()) {
          CheckGroupTarget((*targets)[found], use, node->location);
          return found;
        }
      }
    }
    if (const auto* constant = ast::As<ast::A_Const>(node)) {
      const auto* position = ast::As<ast::Integer>(constant->val);
      if (position == nullptr) {
        throw PgError(sqlstate::kSyntaxError, StrCat("non-integer constant in ", ClauseName(use)),
                      node->location);
      }
      int at = 0;
      for (size_t i = 0; i < targets->size(); ++i) {
        if ((*targets)[i].junk || ++at != position->ival) continue;
        CheckGroupTarget((*targets)[i], use, node->location);
        return i;
      }
      throw PgError(sqlstate::kInvalidColumnReference,
                    StrCat(ClauseName(use), " position ", position->ival, " is not in select list"),
                    node->location);
    }
  }
  Expr* expr = Transform(node, use);
  for (size_t i = 0; i < targets->size(); ++i) {
    if (SameExpr(expr, StripImplicitCoercions((*targets)[i].expr))) return i;
  }
  targets->push_back({expr, {}, 0, true});
  return targets->size() - 1;
}

std::vector<SortGroup> Transformer::SortClause(const ast::List& list, ExprUse use, bool sql92,
                                               std::vector<TargetEntry>* targets) {
  std::vector<SortGroup> out;
  for (const ast::Node* item : list) {
    const auto& sort = *ast::Cast<ast::SortBy>(item);
    const size_t target = FindTarget(sort.node, use, sql92, targets);
    AddSort(sort, target, targets, &out);
  }
  return out;
}

void Transformer::AddSort(const ast::SortBy& item, size_t target, std::vector<TargetEntry>* targets,
                          std::vector<SortGroup>* list) {
  TargetEntry& entry = (*targets)[target];
  if (entry.expr->type == type_id::kUnknown) {
    entry.expr = CoerceType(context_, entry.expr, type_id::kText, -1, CoercionContext::kImplicit,
                            Form::kImplicitCast, -1);
  }
  const TypeId type = entry.expr->type;
  const SortOperators operators = FindSortOperators(context_, type);
  SortGroup sort;
  bool reverse = false;
  switch (item.sortby_dir) {
    case ast::SortByDir::SORTBY_DESC:
      sort.sort_op = operators.greater;
      sort.order = SortGroup::Order::kDescending;
      reverse = true;
      break;
    case ast::SortByDir::SORTBY_USING: {
      sort.sort_op = RequireOperator(context_, NameFromList(context_, item.useOp, item.location),
                                     type, type, item.location);
      if (sort.sort_op == operators.less) {
        sort.order = SortGroup::Order::kAscending;
      } else if (sort.sort_op == operators.greater) {
        sort.order = SortGroup::Order::kDescending;
        reverse = true;
      } else {
        throw NotModelled("ORDER BY ... USING with an operator that is not the type's default",
                          item.location);
      }
      break;
    }
    default:
      sort.sort_op = operators.less;
      break;
  }
  if (sort.sort_op == nullptr) {
    if (types().IsOpaque(types().Base(type))) {
      throw NotModelled("sorting by a value of an extension's type", entry.expr->location);
    }
    throw PgError(
        sqlstate::kUndefinedFunction,
        StrCat("could not identify an ordering operator for type ", types().FormatBare(type)),
        entry.expr->location);
  }
  for (const SortGroup& other : *list) {
    if (entry.ref != 0 && other.ref == entry.ref &&
        (other.sort_op == sort.sort_op || other.sort_op->commutator == sort.sort_op->id)) {
      return;
    }
  }
  sort.ref = AssignRef(targets, target);
  sort.nulls_first = item.sortby_nulls == ast::SortByNulls::SORTBY_NULLS_DEFAULT
                         ? reverse
                         : item.sortby_nulls == ast::SortByNulls::SORTBY_NULLS_FIRST;
  list->push_back(sort);
}

void Transformer::AddGroup(size_t target, std::vector<TargetEntry>* targets,
                           std::vector<SortGroup>* list, int location) {
  TargetEntry& entry = (*targets)[target];
  if (entry.expr->type == type_id::kUnknown) {
    entry.expr = CoerceType(context_, entry.expr, type_id::kText, -1, CoercionContext::kImplicit,
                            Form::kImplicitCast, -1);
  }
  for (const SortGroup& other : *list) {
    if (entry.ref != 0 && other.ref == entry.ref) return;
  }
  const SortOperators operators = FindSortOperators(context_, entry.expr->type);
  if (operators.equal == nullptr) {
    if (types().IsOpaque(types().Base(entry.expr->type))) {
      throw NotModelled("grouping by a value of an extension's type", location);
    }
    NoEquality(context_, entry.expr->type, location);
  }
  SortGroup group;
  group.sort_op = operators.less;
  group.ref = AssignRef(targets, target);
  list->push_back(group);
}

}  // namespace schemadiff::sema
