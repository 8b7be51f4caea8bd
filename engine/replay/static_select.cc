// FROM and WHERE: nested loops, with conditions applied as early as their columns are there.
#include "engine/replay/static_select.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/replay/walk.h"
#include "parsers/sql/parser.h"

namespace schemadiff::replay {
namespace {

// Rows looked at in one query before it is given up.
constexpr size_t kManyRows = 2'000'000;

// What a statement here may hold and what is not read.
bool IsPlain(const ast::SelectStmt& stmt) {
  return stmt.op == ast::SetOperation::SETOP_NONE && stmt.windowClause.empty() &&
         stmt.lockingClause.empty() && stmt.limitOffset == nullptr &&
         (stmt.withClause == nullptr || !stmt.withClause->recursive);
}

void AddConjuncts(const ast::Node* condition, std::vector<const ast::Node*>* conjuncts) {
  if (condition == nullptr) return;
  const auto* junction = ast::As<ast::BoolExpr>(condition);
  if (junction == nullptr || junction->boolop != ast::BoolExprType::AND_EXPR) {
    conjuncts->push_back(condition);
    return;
  }
  for (const ast::Node* part : junction->args) AddConjuncts(part, conjuncts);
}

bool HasAggregate(const ast::Node& node) {
  if (const auto* call = ast::As<ast::FuncCall>(&node)) {
    if (IsStaticAggregate(Strings(call->funcname).back())) return true;
  }
  if (node.tag == ast::NodeTag::kSubLink) return false;
  bool has = false;
  ForEachChild(node, [&](const ast::Node& child) { has |= HasAggregate(child); });
  return has;
}

}  // namespace

std::optional<StaticRows> StaticSelect::Run() {
  if (!stmt_.valuesLists.empty()) return Values();
  if (!IsPlain(stmt_) || !ReadWith()) return std::nullopt;
  AddConjuncts(stmt_.whereClause, &conjuncts_);
  for (const ast::Node* node : stmt_.fromClause) {
    if (!AddSource(node)) return std::nullopt;
  }
  done_.assign(conjuncts_.size(), false);
  if (!Join()) return std::nullopt;
  const bool grouped = !stmt_.groupClause.empty() || stmt_.havingClause != nullptr ||
                       std::ranges::any_of(stmt_.targetList, [](const ast::Node* target) {
                         return HasAggregate(*target);
                       });
  if (!grouped) Project();
  if (grouped && !Group()) return std::nullopt;
  if (!Sort() || !Distinct() || !Limit()) return std::nullopt;
  return std::move(result_);
}

std::optional<StaticRows> StaticSelect::Values() {
  StaticRows rows;
  for (const ast::Node* node : stmt_.valuesLists) {
    StaticRow row;
    for (const ast::Node* value : ast::Cast<ast::ListNode>(node)->items) {
      row.values.push_back(evaluator_.Eval(value, &scope_));
    }
    rows.rows.push_back(std::move(row));
  }
  for (size_t i = 0; i < rows.rows.front().values.size(); ++i) {
    rows.columns.push_back(StrCat("column", i + 1));
  }
  return rows;
}

bool StaticSelect::ReadWith() {
  if (stmt_.withClause == nullptr) return true;
  scope_.tables = &tables_;
  for (const ast::Node* node : stmt_.withClause->ctes) {
    const auto* table = ast::Cast<ast::CommonTableExpr>(node);
    const auto* select = ast::As<ast::SelectStmt>(table->ctequery);
    if (select == nullptr) return false;
    std::optional<StaticRows> rows = evaluator_.Select(*select, &scope_);
    if (!rows || !Rename(table->aliascolnames, &*rows)) return false;
    tables_.emplace(table->ctename, *std::move(rows));
  }
  return true;
}

bool StaticSelect::Rename(const ast::List& names, StaticRows* rows) {
  const std::vector<std::string_view> texts = Strings(names);
  if (texts.size() > rows->columns.size()) return false;
  std::ranges::copy(texts, rows->columns.begin());
  return true;
}

const StaticRows* StaticSelect::FindWith(std::string_view name) const {
  for (const Scope* scope = &scope_; scope != nullptr; scope = scope->outer) {
    if (scope->tables == nullptr) continue;
    const auto found = scope->tables->find(name);
    if (found != scope->tables->end()) return &found->second;
  }
  return nullptr;
}

bool StaticSelect::AddSource(const ast::Node* node) {
  if (const auto* join = ast::As<ast::JoinExpr>(node)) return AddJoin(*join);
  Source source;
  const ast::Alias* alias = nullptr;
  if (const auto* range = ast::As<ast::RangeVar>(node)) {
    source.alias = range->relname;
    alias = range->alias;
    const StaticRows* with = range->schemaname.empty() ? FindWith(range->relname) : nullptr;
    if (with != nullptr) {
      source.rows = *with;
    } else {
      std::optional<CatalogRows> rows = OfCatalog(*range);
      if (!rows) return false;
      source.rows.columns.assign(rows->columns.begin(), rows->columns.end());
      source.others = std::move(rows->others);
      for (CatalogRow& row : rows->rows) {
        source.rows.rows.push_back({std::move(row.values), row.certain});
      }
    }
  } else if (const auto* query = ast::As<ast::RangeSubselect>(node)) {
    const auto* select = ast::As<ast::SelectStmt>(query->subquery);
    if (select == nullptr || query->lateral) return false;
    std::optional<StaticRows> rows = evaluator_.Select(*select, scope_.outer);
    if (!rows) return false;
    source.rows = *std::move(rows);
    alias = query->alias;
  } else if (const auto* function = ast::As<ast::RangeFunction>(node)) {
    if (function->functions.size() != 1 || function->ordinality) return false;
    const auto* pair = ast::As<ast::ListNode>(function->functions.front());
    const auto* call = pair == nullptr ? nullptr : ast::As<ast::FuncCall>(pair->items.front());
    if (call == nullptr || Strings(call->funcname).back() != "unnest" || call->args.size() != 1) {
      return false;
    }
    source.array = call->args.front();
    alias = function->alias;
    source.rows.columns = {alias == nullptr ? "unnest" : std::string(alias->aliasname)};
  } else {
    return false;
  }
  if (alias != nullptr) {
    source.alias = alias->aliasname;
    if (!Rename(alias->colnames, &source.rows)) return false;
  }
  sources_.push_back(std::move(source));
  return true;
}

std::optional<CatalogRows> StaticSelect::OfCatalog(const ast::RangeVar& range) const {
  // A relation of the user's own may hide one of the server's only by name and search_path: those
  // of pg_catalog come first.
  return RowsOf(evaluator_.cx_, range.schemaname, range.relname);
}

bool StaticSelect::AddJoin(const ast::JoinExpr& join) {
  const bool left = join.jointype == ast::JoinType::JOIN_LEFT;
  if ((join.jointype != ast::JoinType::JOIN_INNER && !left) || join.isNatural ||
      !join.usingClause.empty() || join.alias != nullptr) {
    return false;
  }
  if (!AddSource(join.larg)) return false;
  const size_t right = sources_.size();
  if (!AddSource(join.rarg)) return false;
  if (!left) {
    AddConjuncts(join.quals, &conjuncts_);
    return true;
  }
  // Only a plain one on the right side.
  if (sources_.size() != right + 1) return false;
  sources_.back().optional = true;
  AddConjuncts(join.quals, &sources_.back().matches);
  return true;
}

// Whether all columns that the expression names are of the first `count` sources, of queries
// around this one, or variables. Names in subqueries may be anybody's.
bool StaticSelect::Ready(const ast::Node* node, size_t count) const {
  if (count == sources_.size()) return true;
  for (const ast::ColumnRef* ref : CollectColumnRefs(node)) {
    const std::vector<std::string_view> names = Strings(ref->fields);
    if (names.empty()) return false;
    for (size_t i = count; i < sources_.size(); ++i) {
      if (names.size() > 1 ? sources_[i].alias == names.front()
                           : std::ranges::find(sources_[i].rows.columns, names.front()) !=
                                 sources_[i].rows.columns.end()) {
        return false;
      }
    }
  }
  return true;
}

void StaticSelect::Show(const Combination& combination) {
  scope_.items.resize(sources_.size());
  for (size_t i = 0; i < sources_.size(); ++i) {
    scope_.items[i] = {sources_[i].alias, sources_[i].rows.columns, sources_[i].others,
                       i < combination.rows.size() ? combination.rows[i] : nullptr};
  }
}

// Whether the conditions may hold; notes where that is not certain.
bool StaticSelect::Passes(const std::vector<const ast::Node*>& conditions,
                          Combination* combination) {
  Show(*combination);
  bool doubt = false;
  for (const ast::Node* condition : conditions) {
    const Value value = evaluator_.Eval(condition, &scope_);
    const std::optional<bool> truth = TruthOf(value);
    if (truth == false || value.IsNull()) return false;
    doubt |= !truth;
  }
  combination->certain &= !doubt;
  return true;
}

std::vector<const ast::Node*> StaticSelect::TakeReady(size_t count) {
  std::vector<const ast::Node*> ready;
  for (size_t i = 0; i < conjuncts_.size(); ++i) {
    if (done_[i] || !Ready(conjuncts_[i], count)) continue;
    done_[i] = true;
    ready.push_back(conjuncts_[i]);
  }
  return ready;
}

// The rows of unnest(); one that stands for any where they are not known.
std::vector<const StaticRow*> StaticSelect::Unnested(const Source& source,
                                                     const Combination& combination) {
  Show(combination);
  const Value array = evaluator_.Eval(source.array, &scope_);
  std::vector<const StaticRow*> rows;
  for (const Value& item : array.items) rows.push_back(&made_.emplace_back(StaticRow{{item}}));
  if (!array.IsNull() && array.kind != Value::Kind::kArray) {
    rows = {&made_.emplace_back(StaticRow{{Value::Unknown()}, /*certain=*/false})};
  }
  return rows;
}

bool StaticSelect::Join() {
  combinations_ = {Combination{}};
  if (sources_.empty()) Filter(TakeReady(0));
  size_t looked_at = 0;
  for (size_t i = 0; i < sources_.size(); ++i) {
    const Source& source = sources_[i];
    const std::vector<const ast::Node*> ready = TakeReady(i + 1);
    std::vector<Combination> next;
    for (const Combination& combination : combinations_) {
      std::vector<const StaticRow*> rows;
      if (source.array != nullptr) {
        rows = Unnested(source, combination);
      } else {
        for (const StaticRow& row : source.rows.rows) rows.push_back(&row);
      }
      looked_at += rows.size();
      if (looked_at > kManyRows) return false;
      bool matched = false;
      for (const StaticRow* row : rows) {
        Combination with = combination;
        with.rows.push_back(row);
        with.certain &= row->certain;
        if (source.optional) {
          if (!Passes(source.matches, &with)) continue;
          matched |= with.certain;
        }
        if (Passes(ready, &with)) next.push_back(std::move(with));
      }
      if (source.optional && !matched) {
        Combination without = combination;
        StaticRow& nulls = made_.emplace_back();
        nulls.values.assign(source.rows.columns.size(), Value::Null());
        // Where something may match after all, this may not be there.
        without.certain &= rows.empty() || NothingMatches(source, combination, rows);
        without.rows.push_back(&nulls);
        if (Passes(ready, &without)) next.push_back(std::move(without));
      }
    }
    combinations_ = std::move(next);
  }
  return true;
}

bool StaticSelect::NothingMatches(const Source& source, const Combination& combination,
                                  const std::vector<const StaticRow*>& rows) {
  return std::ranges::none_of(rows, [&](const StaticRow* row) {
    Combination with = combination;
    with.rows.push_back(row);
    return Passes(source.matches, &with);
  });
}

void StaticSelect::Filter(const std::vector<const ast::Node*>& conditions) {
  std::erase_if(combinations_, [&](Combination& each) { return !Passes(conditions, &each); });
}

std::optional<StaticRows> StaticEvaluator::Select(const ast::SelectStmt& stmt,
                                                  const Scope* outer) const {
  return StaticSelect(*this, stmt, outer).Run();
}

}  // namespace schemadiff::replay
