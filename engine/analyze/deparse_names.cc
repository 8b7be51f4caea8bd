// How tables and columns are called where a query is printed: unique, whatever was renamed or
// joined (set_rtable_names, set_using_names and their kin in ruleutils.c).
#include <algorithm>
#include <map>
#include <set>

#include "engine/analyze/deparse.h"
#include "engine/base/strings.h"
#include "engine/pg/identifier.h"

namespace schemadiff::sema {
namespace {

Name Numbered(Name name, int number) {
  const std::string suffix = StrCat("_", number);
  const std::string& text = name.str();
  if (text.size() + suffix.size() <= kMaxIdentifierBytes) return Name(text + suffix);
  return Name(
      StrCat(text.substr(0, ClipLength(text, kMaxIdentifierBytes - suffix.size())), suffix));
}

bool Contains(const std::vector<Name>& names, Name name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void GrowTo(std::vector<Name>* names, size_t size) {
  if (names->size() < size) names->resize(size);
}

}  // namespace

void Deparser::SetRteNames(PrintedLevel* level, const std::vector<Name>& reserved) {
  std::map<Name, int> counters;
  for (const PrintedLevel* outer : levels_) {
    for (const Name name : outer->rte_names) {
      if (!name.empty()) counters[name] = 0;
    }
  }
  const auto take = [&](Name name) {
    const auto [it, fresh] = counters.try_emplace(name, 0);
    if (fresh) return name;
    for (;;) {
      const Name candidate = Numbered(name, ++counters[name]);
      if (counters.try_emplace(candidate, 0).second) return candidate;
    }
  };
  for (const Name name : reserved) take(name);
  for (const Rte& rte : level->query->range_table) {
    if (rte.kind == RteKind::kJoin && !rte.has_alias) {
      level->rte_names.emplace_back();
    } else if (rte.has_alias) {
      level->rte_names.push_back(take(rte.alias));
    } else {
      level->rte_names.push_back(
          take(rte.kind == RteKind::kRelation ? Renamed(rte.relation).name : rte.eref));
    }
  }
}

Name Deparser::UniqueColumn(Name name, const PrintedLevel& level, const PrintedColumns& columns) {
  const auto taken = [&](Name candidate) {
    return Contains(columns.names, candidate) || Contains(columns.new_names, candidate) ||
           Contains(level.using_names, candidate) || Contains(columns.parent_using, candidate);
  };
  if (!taken(name)) return name;
  for (int i = 1;; ++i) {
    const Name candidate = Numbered(name, i);
    if (!taken(candidate)) return candidate;
  }
}

bool Deparser::HasDangerousUsing(const Query& query, const JoinNode& node) {
  if (!node.is_join) return false;
  const Rte& rte = query.range_table[static_cast<size_t>(node.rte)];
  if (!rte.has_alias && !node.using_columns.empty()) {
    for (size_t i = 0; i < rte.merged_columns; ++i) {
      if (rte.join_vars[i]->kind != ExprKind::kVar) return true;
    }
  }
  return HasDangerousUsing(query, *node.left) || HasDangerousUsing(query, *node.right);
}

// Columns that USING merges must have one name on both sides, all the way down.
void Deparser::SetUsingNames(PrintedLevel* level, const JoinNode& node,
                             std::vector<Name> parent_using) {
  if (!node.is_join) return;
  const Rte& rte = level->query->range_table[static_cast<size_t>(node.rte)];
  PrintedColumns& own = level->columns[static_cast<size_t>(node.rte)];
  PrintedColumns& left = level->columns[static_cast<size_t>(node.left->rte)];
  PrintedColumns& right = level->columns[static_cast<size_t>(node.right->rte)];
  const auto push_down = [&](size_t i, Name name) {
    if (rte.left_columns[i] > 0) {
      const auto at = static_cast<size_t>(rte.left_columns[i]);
      GrowTo(&left.names, at);
      left.names[at - 1] = name;
    }
    if (rte.right_columns[i] > 0) {
      const auto at = static_cast<size_t>(rte.right_columns[i]);
      GrowTo(&right.names, at);
      right.names[at - 1] = name;
    }
  };
  // An unnamed join's columns are those of its sides.
  if (!rte.has_alias) {
    for (size_t i = 0; i < own.names.size(); ++i) {
      if (!own.names[i].empty()) push_down(i, own.names[i]);
    }
  }
  if (!node.using_columns.empty()) {
    GrowTo(&own.names, node.using_columns.size());
    for (size_t i = 0; i < node.using_columns.size(); ++i) {
      Name name = node.using_columns[i];
      if (!own.names[i].empty()) {
        name = own.names[i];
      } else {
        if (rte.has_alias && i < rte.alias_columns.size()) name = rte.alias_columns[i];
        name = UniqueColumn(name, *level, own);
        if (level->unique_using) level->using_names.push_back(name);
        own.names[i] = name;
      }
      own.using_names.push_back(name);
      parent_using.push_back(name);
      push_down(i, name);
    }
  }
  left.parent_using = parent_using;
  right.parent_using = parent_using;
  SetUsingNames(level, *node.left, parent_using);
  SetUsingNames(level, *node.right, parent_using);
}

// Where a stored query is printed anew: whether its aliases are those that an earlier printing made
// up for columns that USING merges, and nobody wrote. They follow the columns' names.
bool Deparser::AliasesAreMade(const Rte& rte, const PrintedColumns& columns) const {
  if (context_.types.renaming() == nullptr || rte.kind != RteKind::kRelation) return false;
  for (size_t i = 0; i < rte.alias_columns.size() && i < rte.real_columns.size(); ++i) {
    if (rte.alias_columns[i] != rte.real_columns[i] && columns.names[i].empty()) return false;
  }
  return true;
}

void Deparser::SetRelationColumns(PrintedLevel* level, size_t index) {
  const Rte& rte = level->query->range_table[index];
  PrintedColumns& columns = level->columns[index];
  GrowTo(&columns.names, rte.columns.size());
  columns.new_names.reserve(rte.columns.size());
  const bool aliased = rte.has_alias && !AliasesAreMade(rte, columns);
  bool changed = false;
  for (size_t i = 0; i < rte.columns.size(); ++i) {
    const Name real = rte.kind == RteKind::kRelation
                          ? RenamedColumn(rte.relation, rte.real_columns[i])
                          : rte.columns[i].name;
    Name name = columns.names[i];
    if (name.empty()) {
      name = aliased && i < rte.alias_columns.size() ? rte.alias_columns[i] : real;
      name = UniqueColumn(name, *level, columns);
      columns.names[i] = name;
    }
    columns.new_names.push_back(name);
    changed = changed || name != real;
  }
  switch (rte.kind) {
    case RteKind::kRelation:
      columns.print_aliases = changed;
      break;
    case RteKind::kFunction:
      columns.print_aliases = true;
      break;
    default:
      columns.print_aliases = changed || (rte.has_alias && !rte.alias_columns.empty());
      break;
  }
}

void Deparser::SetJoinColumns(PrintedLevel* level, size_t index, const JoinNode& join) {
  const Rte& rte = level->query->range_table[index];
  PrintedColumns& columns = level->columns[index];
  const PrintedColumns& left = level->columns[static_cast<size_t>(join.left->rte)];
  const PrintedColumns& right = level->columns[static_cast<size_t>(join.right->rte)];
  GrowTo(&columns.names, rte.columns.size());
  bool changed = false;
  for (size_t i = columns.using_names.size(); i < rte.columns.size(); ++i) {
    const Name real = rte.left_columns[i] > 0
                          ? left.names[static_cast<size_t>(rte.left_columns[i]) - 1]
                          : right.names[static_cast<size_t>(rte.right_columns[i]) - 1];
    if (!rte.has_alias) {
      columns.names[i] = real;
      continue;
    }
    Name name = columns.names[i];
    if (name.empty()) {
      name = i < rte.alias_columns.size() ? rte.alias_columns[i] : real;
      name = UniqueColumn(name, *level, columns);
      columns.names[i] = name;
    }
    changed = changed || name != real;
  }
  columns.new_names = columns.names;
  columns.print_aliases = rte.has_alias && changed;
}

void Deparser::SetColumnNames(PrintedLevel* level) {
  const Query& query = *level->query;
  level->columns.resize(query.range_table.size());
  for (const auto& node : query.from) {
    level->unique_using = level->unique_using || HasDangerousUsing(query, *node);
  }
  for (const auto& node : query.from) SetUsingNames(level, *node, {});
  // A join comes after its sides in the range table.
  std::map<int, const JoinNode*> joins;
  std::vector<const JoinNode*> pending;
  for (const auto& node : query.from) pending.push_back(node.get());
  while (!pending.empty()) {
    const JoinNode* node = pending.back();
    pending.pop_back();
    if (!node->is_join) continue;
    joins[node->rte] = node;
    pending.push_back(node->left.get());
    pending.push_back(node->right.get());
  }
  for (size_t i = 0; i < query.range_table.size(); ++i) {
    const auto join = joins.find(static_cast<int>(i));
    if (join != joins.end()) {
      SetJoinColumns(level, i, *join->second);
    } else {
      SetRelationColumns(level, i);
    }
  }
}

Name Deparser::PrintVar(const Expr& var, bool top_level, int levels_up) {
  const int up = var.levels_up + levels_up;
  const PrintedLevel& level = Level(up);
  const bool syntactic = var.syntactic_rte >= 0;
  const auto index = static_cast<size_t>(syntactic ? var.syntactic_rte : var.rte);
  const int attribute = syntactic ? var.syntactic_attribute : var.attribute;
  const Rte& rte = level.query->range_table[index];
  if (rte.kind == RteKind::kJoin && !rte.has_alias && attribute > 0) {
    const Expr& merged = *rte.join_vars[static_cast<size_t>(attribute) - 1];
    if (merged.kind == ExprKind::kVar) return PrintVar(merged, top_level, up);
  }
  Name name;
  if (attribute > 0) {
    name = level.columns[index].names[static_cast<size_t>(attribute) - 1];
  } else if (attribute < 0) {
    name = var.name;
  }
  const Name relation = level.rte_names[index];
  if (!relation.empty() && (prefix_ || name.empty())) StrAppend(out_, Quoted(relation), ".");
  if (!name.empty()) {
    *out_ += Quoted(name);
  } else {
    *out_ += '*';
    if (top_level) StrAppend(out_, "::", types().Format(var.type, var.typmod));
  }
  return name;
}

}  // namespace schemadiff::sema
