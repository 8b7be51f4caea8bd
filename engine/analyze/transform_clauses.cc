// GROUP BY, DISTINCT, WINDOW and LIMIT.
#include <algorithm>

#include "engine/analyze/transform_query.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {

void QueryTransformer::Limit(const ast::SelectStmt& stmt) {
  const auto number = [&](const ast::Node* node, ExprUse use, std::string_view construct) -> Expr* {
    if (node == nullptr) return nullptr;
    Expr* value =
        CoerceToSpecific(context_, transformer_.Transform(node, use), type_id::kInt8, construct);
    if (ContainsVars(value, 0)) {
      throw PgError(sqlstate::kInvalidColumnReference,
                    StrCat("argument of ", construct, " must not contain variables"),
                    value->location);
    }
    return value;
  };
  query_->offset = number(stmt.limitOffset, ExprUse::kOffset, "OFFSET");
  query_->limit = number(stmt.limitCount, ExprUse::kLimit, "LIMIT");
  query_->with_ties = stmt.limitOption == ast::LimitOption::LIMIT_OPTION_WITH_TIES;
}

void QueryTransformer::Windows(const ast::SelectStmt& stmt) {
  (void)stmt;
  constexpr int kOffsets = 0x00800 | 0x01000 | 0x02000 | 0x04000;  // START/END_OFFSET_*
  constexpr int kRange = 0x00002;
  // The list grows no further: a window's own clauses may contain no window function.
  for (size_t i = 0; i < state_.windows.size(); ++i) {
    const ast::WindowDef& node = *state_.windows[i];
    WindowClause window;
    window.name = node.name;
    window.refname = node.refname;
    window.frame_options = node.frameOptions;
    window.order = transformer_.SortClause(node.orderClause, ExprUse::kWindowOrder,
                                           /*sql92=*/false, &query_->targets);
    for (const ast::Node* item : node.partitionClause) {
      const size_t target = transformer_.FindTarget(item, ExprUse::kWindowPartition,
                                                    /*sql92=*/false, &query_->targets);
      const int ref = query_->targets[target].ref;
      const auto sorted =
          std::find_if(window.order.begin(), window.order.end(),
                       [&](const SortGroup& s) { return ref != 0 && s.ref == ref; });
      if (sorted != window.order.end()) {
        window.partition.push_back(*sorted);
      } else {
        transformer_.AddGroup(target, &query_->targets, &window.partition, item->location);
      }
    }
    if (!node.refname.empty()) {
      const auto base =
          std::find_if(query_->windows.begin(), query_->windows.end(),
                       [&](const WindowClause& other) { return other.name == node.refname; });
      if (base == query_->windows.end()) {
        throw PgError(sqlstate::kUndefinedObject,
                      StrCat("window \"", node.refname, "\" does not exist"), node.location);
      }
      if (!window.partition.empty() || (!window.order.empty() && !base->order.empty())) {
        throw PgError(
            "42P20",
            StrCat("cannot override ", window.partition.empty() ? "ORDER BY" : "PARTITION BY",
                   " clause of window \"", node.refname, "\""),
            node.location);
      }
      constexpr int kDefaultFrame = 0x00002 | 0x00020 | 0x00400;  // FRAMEOPTION_DEFAULTS
      if (base->frame_options != kDefaultFrame) {
        throw PgError(
            "42P20",
            StrCat("cannot copy window \"", node.refname, "\" because it has a frame clause"),
            node.location);
      }
      window.partition = base->partition;
      if (window.order.empty()) {
        window.order = base->order;
        window.copied_order = true;
      }
    }
    if (node.startOffset != nullptr || node.endOffset != nullptr) {
      if ((node.frameOptions & kRange) != 0 && (node.frameOptions & kOffsets) != 0) {
        throw NotModelled("RANGE with an offset in a window frame", node.location);
      }
      const auto offset = [&](const ast::Node* item) -> Expr* {
        if (item == nullptr) return nullptr;
        return CoerceToSpecific(context_, transformer_.Transform(item, ExprUse::kWindowFrame),
                                type_id::kInt8, "ROWS");
      };
      window.start = offset(node.startOffset);
      window.end = offset(node.endOffset);
    }
    query_->windows.push_back(std::move(window));
  }
}

int QueryTransformer::GroupItem(const ast::Node* node, bool top) {
  std::vector<TargetEntry>& targets = query_->targets;
  const size_t target = transformer_.FindTarget(node, ExprUse::kGroupBy, /*sql92=*/true, &targets);
  const int ref = targets[target].ref;
  for (const SortGroup& group : query_->group_by) {
    if (ref != 0 && group.ref == ref) return ref;
  }
  // A column that ORDER BY sorts groups by the same operator.
  for (const SortGroup& sort : query_->order_by) {
    if (ref == 0 || sort.ref != ref) continue;
    SortGroup group = sort;
    if (!top) group.nulls_first = false;
    query_->group_by.push_back(group);
    return ref;
  }
  transformer_.AddGroup(target, &targets, &query_->group_by, node->location);
  return targets[target].ref;
}

GroupingSet QueryTransformer::Grouping(const ast::GroupingSet& node) {
  GroupingSet set;
  set.kind = static_cast<int>(node.kind);
  for (const ast::Node* item : node.content) {
    if (const auto* inner = ast::As<ast::GroupingSet>(item)) {
      set.content.push_back(Grouping(*inner));
      continue;
    }
    GroupingSet simple;
    simple.kind = static_cast<int>(ast::GroupingSetKind::GROUPING_SET_SIMPLE);
    const auto* row = ast::As<ast::RowExpr>(item);
    if (row != nullptr && row->row_format == ast::CoercionForm::COERCE_IMPLICIT_CAST) {
      for (const ast::Node* part : row->args) simple.refs.push_back(GroupItem(part, false));
    } else {
      simple.refs.push_back(GroupItem(item, false));
    }
    set.content.push_back(std::move(simple));
  }
  return set;
}

void QueryTransformer::GroupBy(const ast::SelectStmt& stmt) {
  query_->group_distinct = stmt.groupDistinct;
  bool sets = false;
  for (const ast::Node* item : stmt.groupClause) {
    sets = sets || ast::As<ast::GroupingSet>(item) != nullptr;
  }
  for (const ast::Node* item : stmt.groupClause) {
    if (const auto* node = ast::As<ast::GroupingSet>(item)) {
      // An empty set adds nothing to others.
      if (node->kind != ast::GroupingSetKind::GROUPING_SET_EMPTY) {
        query_->grouping_sets.push_back(Grouping(*node));
      }
      continue;
    }
    // (a, b) without ROW is two items.
    const auto* row = ast::As<ast::RowExpr>(item);
    std::vector<const ast::Node*> parts{item};
    if (row != nullptr && row->row_format == ast::CoercionForm::COERCE_IMPLICIT_CAST) {
      parts.assign(row->args.begin(), row->args.end());
    }
    for (const ast::Node* part : parts) {
      const int ref = GroupItem(part, true);
      if (!sets) continue;
      GroupingSet simple;
      simple.kind = static_cast<int>(ast::GroupingSetKind::GROUPING_SET_SIMPLE);
      simple.refs = {ref};
      query_->grouping_sets.push_back(std::move(simple));
    }
  }
  if (sets && query_->grouping_sets.empty()) {
    GroupingSet empty;
    empty.kind = static_cast<int>(ast::GroupingSetKind::GROUPING_SET_EMPTY);
    query_->grouping_sets.push_back(std::move(empty));
  }
}

void QueryTransformer::Distinct(const ast::SelectStmt& stmt) {
  if (stmt.distinctClause.empty()) return;
  std::vector<TargetEntry>& targets = query_->targets;
  // Plain DISTINCT is a list with one null in it.
  if (stmt.distinctClause[0] == nullptr) {
    for (const SortGroup& sort : query_->order_by) {
      for (const TargetEntry& target : targets) {
        if (target.ref == sort.ref && target.junk) {
          throw PgError(sqlstate::kInvalidColumnReference,
                        "for SELECT DISTINCT, ORDER BY expressions must appear in select list",
                        target.expr->location);
        }
      }
      query_->distinct.push_back(sort);
    }
    for (size_t i = 0; i < targets.size(); ++i) {
      if (!targets[i].junk) {
        transformer_.AddGroup(i, &targets, &query_->distinct, targets[i].expr->location);
      }
    }
    return;
  }
  query_->distinct_on = true;
  std::vector<size_t> wanted;
  for (const ast::Node* item : stmt.distinctClause) {
    const size_t target =
        transformer_.FindTarget(item, ExprUse::kDistinctOn, /*sql92=*/true, &targets);
    if (targets[target].ref == 0) {
      int highest = 0;
      for (const TargetEntry& other : targets) highest = std::max(highest, other.ref);
      targets[target].ref = highest + 1;
    }
    wanted.push_back(target);
  }
  const auto mismatch = [&] {
    throw PgError(sqlstate::kInvalidColumnReference,
                  "SELECT DISTINCT ON expressions must match initial ORDER BY expressions");
  };
  bool skipped = false;
  for (const SortGroup& sort : query_->order_by) {
    const bool member = std::any_of(wanted.begin(), wanted.end(),
                                    [&](size_t i) { return targets[i].ref == sort.ref; });
    if (!member) {
      skipped = true;
    } else if (skipped) {
      mismatch();
    } else {
      query_->distinct.push_back(sort);
    }
  }
  for (const size_t target : wanted) {
    const bool present =
        std::any_of(query_->distinct.begin(), query_->distinct.end(),
                    [&](const SortGroup& group) { return group.ref == targets[target].ref; });
    if (present) continue;
    if (skipped) mismatch();
    transformer_.AddGroup(target, &targets, &query_->distinct, targets[target].expr->location);
  }
}

}  // namespace schemadiff::sema
