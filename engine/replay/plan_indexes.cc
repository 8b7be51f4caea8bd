// PRIMARY KEY, UNIQUE and EXCLUDE clauses to the indexes behind them (transformIndexConstraints).
#include <algorithm>

#include "engine/base/strings.h"
#include "engine/replay/relation.h"
#include "engine/replay/table_plan.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

enum class Found { kNo, kPlanned, kElsewhere };

// Where a key's column is: in the plan, in a parent or the table itself, or nowhere.
Found FindKeyColumn(const Context& cx, TablePlan* plan, std::string_view name,
                    ColumnPlan** column) {
  for (ColumnPlan& planned : plan->columns) {
    if (planned.name == name) {
      *column = &planned;
      return Found::kPlanned;
    }
  }
  if (IsSystemColumn(name)) return Found::kElsewhere;
  for (const ObjectId parent : plan->parents) {
    if (FindColumn(cx.catalog, parent, name) != kNoObject) return Found::kElsewhere;
  }
  return Found::kNo;
}

void AddKeyColumns(Context& cx, TablePlan* plan, const ConstraintPlan& constraint,
                   const std::vector<std::string_view>& names, IndexDefinition* index) {
  const int32_t location = constraint.node->location;
  for (const std::string_view name : names) {
    ColumnPlan* column = nullptr;
    const Found found = FindKeyColumn(cx, plan, name, &column);
    bool forced_not_null = false;
    if (found == Found::kPlanned && index->primary && !column->from_type && column->has_type) {
      if (!column->column.not_null) column->not_null_origin = cx.OriginAt(location);
      column->column.not_null = true;
      forced_not_null = true;
    }
    // In ALTER TABLE the column may be there already.
    if (found == Found::kNo && plan->table == kNoObject) {
      throw PgError(sqlstate::kUndefinedColumn,
                    StrCat("column \"", name, "\" named in key does not exist"), location);
    }
    for (const IndexElement& element : index->keys) {
      if (element.key.column == name) {
        throw PgError(sqlstate::kDuplicateColumn,
                      StrCat("column \"", name, "\" appears twice in ",
                             index->primary ? "primary key" : "unique", " constraint"),
                      location);
      }
    }
    IndexElement& element = index->keys.emplace_back();
    element.key.column = name;
    if (index->primary && !forced_not_null) plan->set_not_null.emplace_back(name);
  }
}

IndexDefinition PlanIndex(Context& cx, TablePlan* plan, const ConstraintPlan& constraint) {
  const ast::Constraint& node = *constraint.node;
  IndexDefinition index;
  index.constraint = true;
  index.primary = node.contype == ast::ConstrType::CONSTR_PRIMARY;
  index.unique = node.contype != ast::ConstrType::CONSTR_EXCLUSION;
  index.nulls_not_distinct = node.nulls_not_distinct;
  if (index.nulls_not_distinct && cx.major() < 15) {
    throw PgError(sqlstate::kSyntaxError, "syntax error at or near \"NULLS\"", node.location);
  }
  index.deferrable = constraint.deferrable;
  index.initially_deferred = constraint.initially_deferred;
  index.name = node.conname;
  if (!node.access_method.empty()) index.method = node.access_method;
  index.option_nodes = &node.options;
  index.tablespace = node.indexspace;
  index.predicate_node = node.where_clause;
  index.origin = cx.OriginOf(&node);
  if (!node.indexname.empty()) {
    throw PgError(sqlstate::kFeatureNotSupported, "cannot use an existing index in CREATE TABLE",
                  node.location);
  }
  if (!index.unique) {
    if (plan->partitioned && cx.major() < 17) {
      throw PgError(sqlstate::kFeatureNotSupported,
                    "exclusion constraints are not supported on partitioned tables", node.location);
    }
    for (const ast::Node* pair_node : node.exclusions) {
      const auto* pair = ast::Cast<ast::ListNode>(pair_node);
      IndexElement& element = index.keys.emplace_back();
      element.node = ast::Cast<ast::IndexElem>(pair->items[0]);
      index.operators.push_back(ast::Cast<ast::ListNode>(pair->items[1]));
    }
  } else if (node.keys.empty()) {
    AddKeyColumns(cx, plan, constraint, {constraint.column}, &index);
  } else {
    AddKeyColumns(cx, plan, constraint, Strings(node.keys), &index);
  }
  for (const std::string_view name : Strings(node.including)) {
    ColumnPlan* column = nullptr;
    if (FindKeyColumn(cx, plan, name, &column) == Found::kNo && plan->table == kNoObject) {
      throw PgError(sqlstate::kUndefinedColumn,
                    StrCat("column \"", name, "\" named in key does not exist"), node.location);
    }
    index.include.emplace_back(name);
  }
  return index;
}

// Whether two exclusion constraints are over the same plain columns with the same operators. Of
// others, with expressions or operator classes, it is not told; they are rarely written twice.
bool SameExclusion(const IndexDefinition& a, const IndexDefinition& b) {
  if (a.operators.size() != b.operators.size() || a.predicate_node != nullptr ||
      b.predicate_node != nullptr) {
    return false;
  }
  for (size_t i = 0; i < a.operators.size(); ++i) {
    if (Strings(a.operators[i]->items) != Strings(b.operators[i]->items)) return false;
    const ast::IndexElem* one = a.keys[i].node;
    const ast::IndexElem* other = b.keys[i].node;
    if (one == nullptr || other == nullptr || one->name.empty() || one->name != other->name ||
        one->ordering != other->ordering || one->nulls_ordering != other->nulls_ordering) {
      return false;
    }
    for (const ast::IndexElem* element : {one, other}) {
      if (!element->collation.empty() || !element->opclass.empty()) return false;
    }
  }
  return true;
}

// Whether one of them is enough (transformIndexConstraints).
bool SameIndex(const IndexDefinition& a, const IndexDefinition& b) {
  if (a.exclusion() != b.exclusion() || (a.exclusion() && !SameExclusion(a, b)) ||
      a.keys.size() != b.keys.size() || a.include != b.include || a.method != b.method ||
      a.nulls_not_distinct != b.nulls_not_distinct || a.deferrable != b.deferrable ||
      a.initially_deferred != b.initially_deferred) {
    return false;
  }
  for (size_t i = 0; i < a.keys.size(); ++i) {
    if (a.keys[i].key.column != b.keys[i].key.column) return false;
  }
  return true;
}

}  // namespace

void PlanIndexes(Context& cx, TablePlan* plan) {
  std::vector<IndexDefinition> all;
  bool primary = false;
  for (const ConstraintPlan& constraint : plan->keys) {
    if (constraint.node->contype == ast::ConstrType::CONSTR_PRIMARY) {
      if (primary) {
        throw PgError(
            sqlstate::kInvalidTableDefinition,
            StrCat("multiple primary keys for table \"", plan->name, "\" are not allowed"),
            constraint.node->location);
      }
      primary = true;
    }
    all.push_back(PlanIndex(cx, plan, constraint));
  }
  // The primary key comes first, so that it is the one that stays of two that say the same.
  std::stable_partition(all.begin(), all.end(),
                        [](const IndexDefinition& index) { return index.primary; });
  for (IndexDefinition& index : all) {
    const auto same = std::ranges::find_if(
        plan->indexes, [&](const IndexDefinition& earlier) { return SameIndex(earlier, index); });
    if (same == plan->indexes.end()) {
      plan->indexes.push_back(std::move(index));
      continue;
    }
    if (same->name.empty()) same->name = index.name;
  }
}

}  // namespace schemadiff::replay
