// What a SELECT makes of the rows that it finds: its columns, groups, order and limit.
#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/static_select.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

void CollectAggregates(const ast::Node& node, std::vector<const ast::FuncCall*>* calls) {
  const auto* call = ast::As<ast::FuncCall>(&node);
  if (call != nullptr && IsStaticAggregate(Strings(call->funcname).back())) {
    calls->push_back(call);
    return;
  }
  if (node.tag == ast::NodeTag::kSubLink) return;
  ForEachChild(node, [&](const ast::Node& child) { CollectAggregates(child, calls); });
}

// A text that equal values share; nothing where a part is not known.
std::optional<std::string> KeyOf(const Value& value) {
  std::string kind = StrCat(static_cast<int>(value.kind), " ");
  switch (value.kind) {
    case Value::Kind::kNull:
      return kind;
    case Value::Kind::kBool:
    case Value::Kind::kNumber:
    case Value::Kind::kText:
      return StrCat(kind, *TextOf(value));
    case Value::Kind::kIdentity:
      return StrCat(kind, value.text);
    default:
      return std::nullopt;
  }
}

std::string ColumnName(const ast::ResTarget& target) {
  if (!target.name.empty()) return std::string(target.name);
  const ast::Node* value = target.val;
  while (const auto* cast = ast::As<ast::TypeCast>(value)) value = cast->arg;
  if (const auto* ref = ast::As<ast::ColumnRef>(value)) return std::string(ColumnRefName(*ref));
  if (const auto* call = ast::As<ast::FuncCall>(value)) {
    return std::string(Strings(call->funcname).back());
  }
  return "?column?";
}

}  // namespace

// `*`, `alias.*` and expressions. Of a catalog, a star gives those columns that can be told of.
void StaticSelect::ProjectOne(StaticRow* row, bool name) {
  for (const ast::Node* node : stmt_.targetList) {
    const auto* target = ast::Cast<ast::ResTarget>(node);
    const auto* ref = ast::As<ast::ColumnRef>(target->val);
    if (ref != nullptr && ref->fields.back()->tag == ast::NodeTag::kA_Star) {
      const std::string_view alias =
          ref->fields.size() > 1 ? Strings(ref->fields).front() : std::string_view();
      for (const Item& item : scope_.items) {
        if (!alias.empty() && item.alias != alias) continue;
        result_.partial |= !item.others.empty();
        for (size_t i = 0; i < item.columns.size(); ++i) {
          if (name) result_.columns.push_back(item.columns[i]);
          row->values.push_back(item.row == nullptr ? Value::Unknown() : item.row->values[i]);
        }
      }
      continue;
    }
    if (name) result_.columns.push_back(ColumnName(*target));
    row->values.push_back(evaluator_.Eval(target->val, &scope_));
  }
}

void StaticSelect::AddSortKeys(const StaticRow& row) {
  std::vector<Value> keys;
  for (const ast::Node* node : stmt_.sortClause) {
    const ast::Node* expression = ast::Cast<ast::SortBy>(node)->node;
    const auto* constant = ast::As<ast::A_Const>(expression);
    const auto* number = constant == nullptr ? nullptr : ast::As<ast::Integer>(constant->val);
    const auto* ref = ast::As<ast::ColumnRef>(expression);
    size_t column = result_.columns.size();
    if (number != nullptr) {
      column = static_cast<size_t>(number->ival) - 1;
    } else if (ref != nullptr && ref->fields.size() == 1) {
      const auto found = std::ranges::find(result_.columns, ColumnRefName(*ref));
      column = static_cast<size_t>(found - result_.columns.begin());
    }
    keys.push_back(column < row.values.size() ? row.values[column]
                                              : evaluator_.Eval(expression, &scope_));
  }
  sort_keys_.push_back(std::move(keys));
}

void StaticSelect::Project() {
  bool first = true;
  // The columns' names are wanted even without rows.
  if (combinations_.empty()) {
    Show({});
    StaticRow none;
    ProjectOne(&none, /*name=*/true);
    return;
  }
  for (const Combination& combination : combinations_) {
    Show(combination);
    StaticRow row;
    row.certain = combination.certain;
    ProjectOne(&row, std::exchange(first, false));
    AddSortKeys(row);
    result_.rows.push_back(std::move(row));
  }
}

bool StaticSelect::Group() {
  std::map<std::vector<std::string>, std::vector<const Combination*>> groups;
  std::vector<std::vector<std::string>> order;
  bool certain = true;
  for (const Combination& combination : combinations_) {
    Show(combination);
    certain &= combination.certain;
    std::vector<std::string> key;
    for (const ast::Node* node : stmt_.groupClause) {
      const std::optional<std::string> text = KeyOf(evaluator_.Eval(node, &scope_));
      if (!text) return false;
      key.push_back(*text);
    }
    if (groups[key].empty()) order.push_back(key);
    groups[key].push_back(&combination);
  }
  if (stmt_.groupClause.empty() && order.empty()) {
    groups[{}];
    order.emplace_back();
  }
  std::vector<const ast::FuncCall*> calls;
  for (const ast::Node* target : stmt_.targetList) CollectAggregates(*target, &calls);
  if (stmt_.havingClause != nullptr) CollectAggregates(*stmt_.havingClause, &calls);
  for (const ast::Node* sort : stmt_.sortClause) CollectAggregates(*sort, &calls);
  bool first = true;
  for (const std::vector<std::string>& key : order) {
    const std::vector<const Combination*>& members = groups[key];
    std::map<const ast::Node*, Value> aggregates;
    for (const ast::FuncCall* call : calls) {
      aggregates.emplace(call, certain ? Aggregate(*call, members) : Value::Unknown());
    }
    Show(members.empty() ? Combination{} : *members.front());
    scope_.aggregates = &aggregates;
    StaticRow row;
    // A group that has but rows that may not be there may not be there either.
    row.certain = stmt_.groupClause.empty() || certain;
    bool passes = true;
    if (stmt_.havingClause != nullptr) {
      const Value value = evaluator_.Eval(stmt_.havingClause, &scope_);
      const std::optional<bool> truth = TruthOf(value);
      passes = truth != false && !value.IsNull();
      row.certain &= truth.has_value();
    }
    if (passes) {
      ProjectOne(&row, std::exchange(first, false));
      AddSortKeys(row);
      result_.rows.push_back(std::move(row));
    }
    scope_.aggregates = nullptr;
  }
  if (first) {
    StaticRow none;
    ProjectOne(&none, /*name=*/true);
  }
  return true;
}

Value StaticSelect::Aggregate(const ast::FuncCall& call,
                              const std::vector<const Combination*>& members) {
  const std::string_view name = Strings(call.funcname).back();
  if (call.agg_filter != nullptr || call.agg_distinct || call.over != nullptr) {
    return Value::Unknown();
  }
  if (call.agg_star) {
    return name == "count" ? Value::Number(static_cast<int64_t>(members.size())) : Value::Unknown();
  }
  std::vector<Value> values;
  for (const Combination* member : members) {
    Show(*member);
    values.push_back(evaluator_.Eval(call.args.front(), &scope_));
    if (!values.back().known()) return Value::Unknown();
  }
  if (name == "count") {
    std::erase_if(values, [](const Value& value) { return value.IsNull(); });
    return Value::Number(static_cast<int64_t>(values.size()));
  }
  // In which order rows come is known only where that makes no difference.
  if (values.size() > 1) return Value::Unknown();
  if (values.empty() || (name != "array_agg" && values.front().IsNull())) return Value::Null();
  if (name == "array_agg") return Value::Array(std::move(values));
  if (name == "sum" || name == "json_agg") return Value::Unknown();
  return values.front();
}

bool StaticSelect::Sort() {
  if (stmt_.sortClause.empty() || result_.rows.size() < 2) return true;
  std::vector<size_t> order(result_.rows.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  bool known = true;
  std::ranges::stable_sort(order, [&](size_t a, size_t b) {
    for (size_t i = 0; i < stmt_.sortClause.size(); ++i) {
      const std::optional<int> compared = evaluator_.Compare(sort_keys_[a][i], sort_keys_[b][i]);
      known &= compared.has_value();
      if (!compared || *compared == 0) continue;
      const bool down =
          ast::Cast<ast::SortBy>(stmt_.sortClause[i])->sortby_dir == ast::SortByDir::SORTBY_DESC;
      return (*compared < 0) != down;
    }
    return false;
  });
  std::vector<StaticRow> sorted;
  for (const size_t i : order) sorted.push_back(std::move(result_.rows[i]));
  result_.rows = std::move(sorted);
  // What may be there or not may be anywhere.
  return known || !result_.AllCertain();
}

bool StaticSelect::Distinct() {
  if (stmt_.distinctClause.empty()) return true;
  if (stmt_.distinctClause.front() != nullptr) return false;  // DISTINCT ON
  std::map<std::vector<std::string>, size_t> seen;
  std::vector<StaticRow> rows;
  for (StaticRow& row : result_.rows) {
    std::vector<std::string> key;
    for (const Value& value : row.values) {
      const std::optional<std::string> text = KeyOf(value);
      if (!text) row.certain = false;
      key.push_back(text.value_or(""));
    }
    const auto [found, is_new] = seen.emplace(key, rows.size());
    if (is_new) {
      rows.push_back(std::move(row));
    } else {
      rows[found->second].certain |= row.certain;
    }
  }
  result_.rows = std::move(rows);
  return true;
}

bool StaticSelect::Limit() {
  if (stmt_.limitCount == nullptr) return true;
  const Value limit = evaluator_.Eval(stmt_.limitCount, scope_.outer);
  if (limit.IsNull()) return true;
  const std::optional<int64_t> count = NumberOf(limit);
  if (!count || *count < 0 || stmt_.limitOption != ast::LimitOption::LIMIT_OPTION_COUNT) {
    return false;
  }
  if (result_.rows.size() <= static_cast<size_t>(*count)) return true;
  // Which ones is known of rows that are sorted, and all there.
  if (*count > 0 && (stmt_.sortClause.empty() || !result_.AllCertain())) {
    // Whether there is any is known all the same.
    for (StaticRow& row : result_.rows) {
      std::ranges::fill(row.values, Value::Unknown());
    }
    std::ranges::stable_partition(result_.rows, &StaticRow::certain);
  }
  result_.rows.resize(static_cast<size_t>(*count));
  return true;
}

}  // namespace schemadiff::replay
