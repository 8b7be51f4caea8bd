#include <algorithm>

#include "engine/analyze/deparse.h"
#include "engine/analyze/routines.h"
#include "engine/analyze/transform.h"
#include "engine/base/strings.h"
#include "parsers/sql/ast_enums.h"

namespace schemadiff::sema {
namespace {

constexpr int kStep = 8;        // PRETTYINDENT_STD
constexpr int kColumnStep = 4;  // PRETTYINDENT_VAR

const TargetEntry& TargetOf(int ref, const std::vector<TargetEntry>& targets) {
  return *std::find_if(targets.begin(), targets.end(),
                       [&](const TargetEntry& target) { return target.ref == ref; });
}

}  // namespace

std::string Deparser::View(const Query& query, const std::vector<Name>& columns) {
  std::string out;
  out_ = &out;
  PrintQuery(query, &columns, /*columns_visible=*/true);
  out += ';';
  return out;
}

void Deparser::PrintQuery(const Query& query, const std::vector<Name>* columns,
                          bool columns_visible) {
  const bool saved_prefix = prefix_;
  const bool saved_group_by = in_group_by_;
  const int saved_indent = indent_;
  const auto* const saved_list = select_list_;
  const auto* const saved_names = select_names_;
  in_group_by_ = false;
  select_list_ = query.command == Command::kSelect ? &query.targets : nullptr;
  select_names_ = columns;
  PrintedLevel level;
  level.query = &query;
  // Before 16, a view's range table began with entries for OLD and NEW.
  const bool outermost = levels_.empty();
  const bool old_and_new = outermost && whole_ == Whole::kView && context_.major() < 16;
  prefix_ = !outermost || whole_ == Whole::kBody || old_and_new || query.range_table.size() != 1;
  SetRteNames(&level, old_and_new ? std::vector<Name>{"old", "new"} : std::vector<Name>{});
  SetColumnNames(&level);
  levels_.push_back(&level);
  PrintCommand(query, columns, columns_visible);
  levels_.pop_back();
  prefix_ = saved_prefix;
  in_group_by_ = saved_group_by;
  indent_ = saved_indent;
  select_list_ = saved_list;
  select_names_ = saved_names;
}

void Deparser::PrintSelect(const Query& query, const std::vector<Name>* columns,
                           bool columns_visible) {
  PrintWith(query);
  bool by_number = false;
  if (query.set_operation != nullptr) {
    PrintSetOperation(*query.set_operation, query, columns, columns_visible);
    by_number = true;
  } else {
    if (pretty_) {
      indent_ += kStep;
      *out_ += ' ';
    }
    if (const Rte* values = SimpleValues(query, columns)) {
      PrintValues(values->values);
    } else {
      *out_ += query.is_return ? "RETURN" : "SELECT";
      if (!query.distinct.empty()) {
        *out_ += query.distinct_on ? " DISTINCT ON (" : " DISTINCT";
        if (query.distinct_on) {
          bool first = true;
          for (const SortGroup& item : query.distinct) {
            if (!first) *out_ += ", ";
            first = false;
            PrintSortItem(item.ref, query.targets, /*by_number=*/false);
          }
          *out_ += ')';
        }
      }
      PrintTargets(query.targets, columns, columns_visible);
      PrintFrom(query);
      if (query.where != nullptr) {
        Keyword(" WHERE ", -kStep, kStep, 1);
        Print(*query.where, false);
      }
      if (!query.group_by.empty() || !query.grouping_sets.empty()) {
        Keyword(" GROUP BY ", -kStep, kStep, 1);
        if (query.group_distinct) *out_ += "DISTINCT ";
        in_group_by_ = true;
        bool first = true;
        if (query.grouping_sets.empty()) {
          for (const SortGroup& item : query.group_by) {
            if (!first) *out_ += ", ";
            first = false;
            PrintSortItem(item.ref, query.targets, /*by_number=*/false);
          }
        }
        for (const GroupingSet& set : query.grouping_sets) {
          if (!first) *out_ += ", ";
          first = false;
          PrintGroupingSet(set, query.targets, /*omit_parentheses=*/true);
        }
        in_group_by_ = false;
      }
      if (query.having != nullptr) {
        Keyword(" HAVING ", -kStep, kStep, 0);
        Print(*query.having, false);
      }
      bool first = true;
      for (const WindowClause& window : query.windows) {
        if (window.name.empty()) continue;
        if (first) {
          Keyword(" WINDOW ", -kStep, kStep, 1);
        } else {
          *out_ += ", ";
        }
        first = false;
        StrAppend(out_, Quoted(window.name), " AS ");
        PrintWindowSpec(window, query.targets);
      }
    }
  }
  if (!query.order_by.empty()) {
    Keyword(" ORDER BY ", -kStep, kStep, 1);
    PrintOrder(query.order_by, query.targets, by_number);
  }
  if (query.offset != nullptr) {
    Keyword(" OFFSET ", -kStep, kStep, 0);
    Print(*query.offset, false);
  }
  if (query.limit != nullptr && query.with_ties) {
    Keyword(" FETCH FIRST ", -kStep, kStep, 0);
    // Parentheses came with 15.2, and later releases of the older majors.
    *out_ += '(';
    Print(*query.limit, false);
    *out_ += ") ROWS WITH TIES";
  } else if (query.limit != nullptr) {
    Keyword(" LIMIT ", -kStep, kStep, 0);
    if (query.limit->kind == ExprKind::kConst && query.limit->is_null) {
      *out_ += "ALL";
    } else {
      Print(*query.limit, false);
    }
  }
  PrintRowMarks(query);
}

void Deparser::PrintWith(const Query& query) {
  if (query.ctes.empty()) return;
  if (pretty_) {
    indent_ += kStep;
    *out_ += ' ';
  }
  std::string_view separator = query.recursive ? "WITH RECURSIVE " : "WITH ";
  for (const CommonTable& cte : query.ctes) {
    StrAppend(out_, separator, Quoted(cte.name));
    separator = ", ";
    if (!cte.alias_columns.empty()) {
      StrAppend(out_, "(",
                StrJoin(cte.alias_columns, ", ",
                        [&](std::string* out, Name name) { StrAppend(out, Quoted(name)); }),
                ")");
    }
    *out_ += " AS ";
    if (cte.materialized == static_cast<int>(ast::CTEMaterialize::CTEMaterializeAlways)) {
      *out_ += "MATERIALIZED ";
    } else if (cte.materialized == static_cast<int>(ast::CTEMaterialize::CTEMaterializeNever)) {
      *out_ += "NOT MATERIALIZED ";
    }
    *out_ += '(';
    if (pretty_) Keyword("", 0, 0, 0);
    PrintQuery(*cte.query, nullptr, /*columns_visible=*/true);
    if (pretty_) Keyword("", 0, 0, 0);
    *out_ += ')';
    const auto names = [&](const std::vector<Name>& list) {
      return StrJoin(list, ", ",
                     [&](std::string* out, Name name) { StrAppend(out, Quoted(name)); });
    };
    if (cte.search) {
      StrAppend(out_, " SEARCH ", cte.search->breadth_first ? "BREADTH" : "DEPTH", " FIRST BY ",
                names(cte.search->by), " SET ", Quoted(cte.search->sequence));
    }
    if (cte.cycle) {
      StrAppend(out_, " CYCLE ", names(cte.cycle->columns), " SET ", Quoted(cte.cycle->mark));
      const auto is = [](const Expr& value, std::string_view text) {
        return value.kind == ExprKind::kConst && value.type == type_id::kBool && !value.is_null &&
               value.text == text;
      };
      if (!is(*cte.cycle->mark_value, "t") || !is(*cte.cycle->mark_default, "f")) {
        *out_ += " TO ";
        Print(*cte.cycle->mark_value, false);
        *out_ += " DEFAULT ";
        Print(*cte.cycle->mark_default, false);
      }
      StrAppend(out_, " USING ", Quoted(cte.cycle->path));
    }
  }
  if (pretty_) {
    indent_ -= kStep;
    Keyword("", 0, 0, 0);
  } else {
    *out_ += ' ';
  }
}

const Rte* Deparser::SimpleValues(const Query& query, const std::vector<Name>* columns) const {
  const size_t of_rule = query.rule ? 2 : 0;
  if (query.range_table.size() != of_rule + 1) return nullptr;
  const Rte& rte = query.range_table[of_rule];
  if (rte.kind != RteKind::kValues || query.targets.size() != rte.columns.size()) return nullptr;
  for (size_t i = 0; i < query.targets.size(); ++i) {
    const TargetEntry& target = query.targets[i];
    if (target.junk) return nullptr;
    const Name name = columns != nullptr && i < columns->size() ? (*columns)[i] : target.name;
    if (name != rte.columns[i].name) return nullptr;
  }
  return &rte;
}

void Deparser::PrintValues(const std::vector<std::vector<Expr*>>& rows) {
  *out_ += "VALUES ";
  bool first_row = true;
  for (const std::vector<Expr*>& row : rows) {
    if (!first_row) *out_ += ", ";
    first_row = false;
    *out_ += '(';
    bool first = true;
    for (const Expr* value : row) {
      if (!first) *out_ += ',';
      first = false;
      PrintTopLevel(*value, false);
    }
    *out_ += ')';
  }
}

void Deparser::PrintTargets(const std::vector<TargetEntry>& targets,
                            const std::vector<Name>* columns, bool columns_visible) {
  std::string* const out = out_;
  bool last_was_multiline = false;
  size_t number = 0;
  for (const TargetEntry& target : targets) {
    if (target.junk) continue;
    *out += number == 0 ? " " : ", ";
    std::string item;
    out_ = &item;
    std::string printed;  // the name that the item has by itself
    bool named = true;
    if (target.expr->kind == ExprKind::kVar) {
      const Name name = PrintVar(*target.expr, /*top_level=*/true);
      named = !name.empty();
      printed = name;
    } else {
      Print(*target.expr, true);
      named = !columns_visible;
      printed = "?column?";
    }
    const Name name =
        columns != nullptr && number < columns->size() ? (*columns)[number] : target.name;
    if (!name.empty() && (!named || name != printed)) StrAppend(&item, " AS ", Quoted(name));
    out_ = out;
    ++number;
    // Each item begins a line, but an item that begins with a line break needs no other.
    const bool leading_break = !item.empty() && item[0] == '\n';
    if (!pretty_) {
      *out += item;
      continue;
    }
    if (leading_break) {
      while (!out->empty() && out->back() == ' ') out->pop_back();
    } else if (number > 1) {
      const size_t line = out->rfind('\n');
      const size_t width = out->size() - (line == std::string::npos ? 0 : line + 1);
      if (width + item.size() > 0 || last_was_multiline) {
        Keyword("", -kStep, kStep, kColumnStep);
      }
    }
    last_was_multiline = item.find('\n', leading_break ? 1 : 0) != std::string::npos;
    *out += item;
  }
}

void Deparser::PrintSetOperation(const SetOperationNode& node, const Query& query,
                                 const std::vector<Name>* columns, bool columns_visible) {
  if (node.left == nullptr) {
    const Query& leaf = *query.range_table[static_cast<size_t>(node.rte)].subquery;
    const bool parentheses = !leaf.ctes.empty() || !leaf.order_by.empty() ||
                             !leaf.row_marks.empty() || leaf.offset != nullptr ||
                             leaf.limit != nullptr || leaf.set_operation != nullptr;
    if (parentheses) *out_ += '(';
    PrintQuery(leaf, columns, columns_visible);
    if (parentheses) *out_ += ')';
    return;
  }
  const bool left_parentheses =
      node.left->left != nullptr && !(node.left->op == node.op && node.left->all == node.all);
  if (left_parentheses) {
    *out_ += '(';
    Keyword("", kStep, 0, 0);
  }
  PrintSetOperation(*node.left, query, columns, columns_visible);
  if (left_parentheses) {
    Keyword(") ", -kStep, 0, 0);
  } else if (pretty_) {
    Keyword("", 0, 0, 0);
  } else {
    *out_ += ' ';
  }
  switch (static_cast<ast::SetOperation>(node.op)) {
    case ast::SetOperation::SETOP_INTERSECT:
      *out_ += "INTERSECT ";
      break;
    case ast::SetOperation::SETOP_EXCEPT:
      *out_ += "EXCEPT ";
      break;
    default:
      *out_ += "UNION ";
      break;
  }
  if (node.all) *out_ += "ALL ";
  const bool right_parentheses = node.right->left != nullptr;
  const int step = right_parentheses ? kStep : 0;
  if (right_parentheses) *out_ += '(';
  Keyword("", step, 0, 0);
  PrintSetOperation(*node.right, query, columns, /*columns_visible=*/false);
  indent_ -= step;
  if (right_parentheses) Keyword(")", 0, 0, 0);
}

// Since 16 (get_variable in ruleutils.c): whether the bare name of a column would mean an item of
// the select list that is something else.
bool Deparser::ReadsAsOutputColumn(const Expr& var) const {
  if (context_.major() < 16 || in_group_by_ || var.kind != ExprKind::kVar || var.levels_up != 0 ||
      select_list_ == nullptr) {
    return false;
  }
  const bool syntactic = var.syntactic_rte >= 0;
  const int attribute = syntactic ? var.syntactic_attribute : var.attribute;
  if (attribute <= 0) return false;
  const auto index = static_cast<size_t>(syntactic ? var.syntactic_rte : var.rte);
  const Name name = Level(0).columns[index].names[static_cast<size_t>(attribute) - 1];
  size_t number = 0;
  for (const TargetEntry& target : *select_list_) {
    if (target.junk) continue;
    const Name shown = select_names_ != nullptr && number < select_names_->size()
                           ? (*select_names_)[number]
                           : target.name;
    ++number;
    if (shown == name && !SameExpr(target.expr, &var)) return true;
  }
  return false;
}

const Expr& Deparser::PrintSortItem(int ref, const std::vector<TargetEntry>& targets,
                                    bool by_number) {
  const TargetEntry& target = TargetOf(ref, targets);
  const Expr& expr = *target.expr;
  if (by_number) {
    StrAppend(out_, &target - targets.data() + 1);
  } else if (expr.kind == ExprKind::kConst) {
    PrintConst(expr, 1);  // a bare number would be read as a position
  } else {
    const bool parentheses = expr.kind == ExprKind::kFunc || expr.kind == ExprKind::kAggregate ||
                             expr.kind == ExprKind::kWindow;
    if (parentheses) *out_ += '(';
    const bool saved_prefix = prefix_;
    prefix_ = prefix_ || ReadsAsOutputColumn(expr);
    Print(expr, true);
    prefix_ = saved_prefix;
    if (parentheses) *out_ += ')';
  }
  return expr;
}

void Deparser::PrintOrder(const std::vector<SortGroup>& order,
                          const std::vector<TargetEntry>& targets, bool by_number) {
  bool first = true;
  for (const SortGroup& item : order) {
    if (!first) *out_ += ", ";
    first = false;
    PrintSortItem(item.ref, targets, by_number);
    if (item.order == SortGroup::Order::kDescending) {
      *out_ += " DESC";
      if (!item.nulls_first) *out_ += " NULLS LAST";
    } else if (item.nulls_first) {
      *out_ += " NULLS FIRST";
    }
  }
}

void Deparser::PrintGroupingSet(const GroupingSet& set, const std::vector<TargetEntry>& targets,
                                bool omit_parentheses) {
  bool omit_inner = true;
  switch (static_cast<ast::GroupingSetKind>(set.kind)) {
    case ast::GroupingSetKind::GROUPING_SET_EMPTY:
      *out_ += "()";
      return;
    case ast::GroupingSetKind::GROUPING_SET_SIMPLE: {
      const bool parentheses = !omit_parentheses || set.refs.size() != 1;
      if (parentheses) *out_ += '(';
      bool first = true;
      for (const int ref : set.refs) {
        if (!first) *out_ += ", ";
        first = false;
        PrintSortItem(ref, targets, /*by_number=*/false);
      }
      if (parentheses) *out_ += ')';
      return;
    }
    case ast::GroupingSetKind::GROUPING_SET_ROLLUP:
      *out_ += "ROLLUP(";
      break;
    case ast::GroupingSetKind::GROUPING_SET_CUBE:
      *out_ += "CUBE(";
      break;
    case ast::GroupingSetKind::GROUPING_SET_SETS:
      *out_ += "GROUPING SETS (";
      omit_inner = false;
      break;
  }
  bool first = true;
  for (const GroupingSet& part : set.content) {
    if (!first) *out_ += ", ";
    first = false;
    PrintGroupingSet(part, targets, omit_inner);
  }
  *out_ += ')';
}

void Deparser::PrintWindowSpec(const WindowClause& window,
                               const std::vector<TargetEntry>& targets) {
  // Bits of WindowDef.frameOptions.
  constexpr int kNonDefault = 0x1, kRange = 0x2, kRows = 0x4, kBetween = 0x10;
  constexpr int kStartUnbounded = 0x20, kEndUnbounded = 0x100, kStartCurrent = 0x200,
                kEndCurrent = 0x400, kStartPreceding = 0x800, kEndPreceding = 0x1000;
  constexpr int kExcludeCurrent = 0x8000, kExcludeGroup = 0x10000, kExcludeTies = 0x20000;
  *out_ += '(';
  std::string_view space;
  if (!window.refname.empty()) {
    *out_ += Quoted(window.refname);
    space = " ";
  } else if (!window.partition.empty()) {
    *out_ += "PARTITION BY ";
    bool first = true;
    for (const SortGroup& item : window.partition) {
      if (!first) *out_ += ", ";
      first = false;
      PrintSortItem(item.ref, targets, /*by_number=*/false);
    }
    space = " ";
  }
  if (!window.order.empty() && !window.copied_order) {
    StrAppend(out_, space, "ORDER BY ");
    PrintOrder(window.order, targets, /*by_number=*/false);
    space = " ";
  }
  const int options = window.frame_options;
  if ((options & kNonDefault) != 0) {
    StrAppend(out_, space,
              (options & kRange) != 0  ? "RANGE "
              : (options & kRows) != 0 ? "ROWS "
                                       : "GROUPS ");
    const auto offset = [&](const Expr* expr, bool preceding) {
      Print(*expr, false);
      *out_ += preceding ? " PRECEDING " : " FOLLOWING ";
    };
    if ((options & kBetween) != 0) *out_ += "BETWEEN ";
    if ((options & kStartUnbounded) != 0) {
      *out_ += "UNBOUNDED PRECEDING ";
    } else if ((options & kStartCurrent) != 0) {
      *out_ += "CURRENT ROW ";
    } else {
      offset(window.start, (options & kStartPreceding) != 0);
    }
    if ((options & kBetween) != 0) {
      *out_ += "AND ";
      if ((options & kEndUnbounded) != 0) {
        *out_ += "UNBOUNDED FOLLOWING ";
      } else if ((options & kEndCurrent) != 0) {
        *out_ += "CURRENT ROW ";
      } else {
        offset(window.end, (options & kEndPreceding) != 0);
      }
    }
    if ((options & kExcludeCurrent) != 0) {
      *out_ += "EXCLUDE CURRENT ROW ";
    } else if ((options & kExcludeGroup) != 0) {
      *out_ += "EXCLUDE GROUP ";
    } else if ((options & kExcludeTies) != 0) {
      *out_ += "EXCLUDE TIES ";
    }
    out_->pop_back();
  }
  *out_ += ')';
}

}  // namespace schemadiff::sema
