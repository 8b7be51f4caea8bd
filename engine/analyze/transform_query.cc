#include "engine/analyze/transform_query.h"

#include <algorithm>

#include "engine/analyze/collation.h"
#include "engine/analyze/grouping.h"
#include "engine/analyze/routines.h"
#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

bool IsSetOperation(const ast::SelectStmt& stmt) {
  return stmt.op != ast::SetOperation::SETOP_NONE;
}

RteColumn ColumnOf(Context& context, const TargetEntry& target) {
  return {target.name, target.expr->type, target.expr->typmod, CollationOf(context, *target.expr)};
}

}  // namespace

QueryTransformer::QueryTransformer(Context& context, ParseState* parent)
    : context_(context), transformer_(context, &state_), query_(context.arena.NewQuery()) {
  state_.parent = parent;
  state_.query = query_;
}

Query* Transformer::TransformQuery(const ast::Node* node, ParseState* parent,
                                   bool resolve_unknowns) {
  return QueryTransformer(context_, parent).Run(node, resolve_unknowns, nullptr);
}

Query* QueryTransformer::Run(const ast::Node* node, bool resolve_unknowns, CommonTable* recursive) {
  const auto* stmt = ast::As<ast::SelectStmt>(node);
  if (stmt == nullptr) {
    Modify(node);
    return query_;
  }
  // Of the outermost query, what is made of it is for the caller to say.
  if (stmt->intoClause != nullptr && state_.parent != nullptr) {
    throw PgError(sqlstate::kSyntaxError, "SELECT ... INTO is not allowed here");
  }
  if (stmt->withClause != nullptr) With(*stmt->withClause);
  if (IsSetOperation(*stmt)) {
    SetOperation(*stmt, recursive);
  } else if (!stmt->valuesLists.empty()) {
    Values(*stmt);
  } else {
    Select(*stmt, resolve_unknowns);
  }
  query_->has_aggregates = state_.has_aggregates;
  if (!stmt->lockingClause.empty()) Locking(*stmt);
  return query_;
}

void QueryTransformer::Modify(const ast::Node* node) {
  const auto with = [this](const ast::WithClause* clause) {
    if (clause != nullptr) With(*clause);
  };
  if (const auto* insert = ast::As<ast::InsertStmt>(node)) {
    with(insert->withClause);
    Insert(*insert);
  } else if (const auto* update = ast::As<ast::UpdateStmt>(node)) {
    with(update->withClause);
    Update(*update);
  } else if (const auto* deletion = ast::As<ast::DeleteStmt>(node)) {
    with(deletion->withClause);
    Delete(*deletion);
  } else if (const auto* notify = ast::As<ast::NotifyStmt>(node)) {
    query_->command = Command::kNotify;
    query_->channel = notify->conditionname;
    query_->payload = notify->payload;
    query_->has_payload = notify->payload.data() != nullptr && !notify->payload.empty();
  } else if (const auto* returned = ast::As<ast::ReturnStmt>(node)) {
    query_->is_return = true;
    Expr* value = transformer_.Transform(returned->returnval, ExprUse::kSelectTarget);
    query_->targets.push_back({value, {}, 0, false});
    ResolveUnknowns();
    query_->has_aggregates = state_.has_aggregates;
    if (state_.has_aggregates) CheckGrouping(context_, query_);
  } else if (node != nullptr && node->tag == ast::NodeTag::kMergeStmt) {
    throw NotModelled("MERGE", node->location);
  } else {
    throw NotModelled("a query that is not a SELECT", node == nullptr ? -1 : node->location);
  }
}

void QueryTransformer::With(const ast::WithClause& clause) {
  query_->recursive = clause.recursive;
  query_->ctes.reserve(clause.ctes.size());  // references to them must stay good
  for (const ast::Node* item : clause.ctes) {
    const auto& node = *ast::Cast<ast::CommonTableExpr>(item);
    if (node.ctequery->tag == ast::NodeTag::kMergeStmt && context_.major() < 17) {
      throw PgError(sqlstate::kFeatureNotSupported, "MERGE not supported in WITH query",
                    node.location);
    }
    for (const CommonTable& other : query_->ctes) {
      if (other.name == node.ctename) {
        throw PgError(sqlstate::kDuplicateAlias,
                      StrCat("WITH query name \"", node.ctename, "\" specified more than once"),
                      node.location);
      }
    }
    const size_t index = query_->ctes.size();
    CommonTable& cte = query_->ctes.emplace_back();
    cte.name = node.ctename;
    cte.materialized = static_cast<int>(node.ctematerialized);
    for (const ast::Node* name : node.aliascolnames) {
      cte.alias_columns.emplace_back(ast::Cast<ast::String>(name)->sval);
    }
    const auto* stmt = ast::As<ast::SelectStmt>(node.ctequery);
    CommonTable* recursive = nullptr;
    if (clause.recursive && stmt != nullptr && IsSetOperation(*stmt)) {
      recursive = &cte;
      state_.visible_ctes.push_back(index);  // it may refer to itself
    }
    if (node.cycle_clause != nullptr) CycleMark(*node.cycle_clause, &cte);
    if (node.search_clause != nullptr) {
      cte.search = CommonTable::Search{node.search_clause->search_breadth_first,
                                       {},
                                       Name(node.search_clause->search_seq_column)};
      for (const ast::Node* name : node.search_clause->search_col_list) {
        cte.search->by.emplace_back(ast::Cast<ast::String>(name)->sval);
      }
    }
    cte.query = QueryTransformer(context_, &state_).Run(node.ctequery, true, recursive);
    if (cte.query->command != Command::kSelect && state_.parent != nullptr) {
      throw PgError(sqlstate::kFeatureNotSupported,
                    "WITH clause containing a data-modifying statement must be at the top level",
                    node.location);
    }
    if (!cte.recursive) {
      cte.columns.clear();
      const std::vector<TargetEntry>& targets =
          cte.query->command == Command::kSelect ? cte.query->targets : cte.query->returning;
      for (const TargetEntry& target : targets) {
        if (!target.junk) cte.columns.push_back(ColumnOf(context_, target));
      }
      for (size_t i = 0; i < cte.alias_columns.size() && i < cte.columns.size(); ++i) {
        cte.columns[i].name = cte.alias_columns[i];
      }
    }
    if (cte.alias_columns.size() > cte.columns.size()) {
      throw PgError(
          sqlstate::kInvalidColumnReference,
          StrCat("WITH query \"", cte.name, "\" has ", cte.columns.size(),
                 " columns available but ", cte.alias_columns.size(), " columns specified"),
          node.location);
    }
    if (cte.search || cte.cycle) CheckSearchAndCycle(node, cte);
    if (recursive == nullptr) state_.visible_ctes.push_back(index);
  }
}

void QueryTransformer::CycleMark(const ast::CTECycleClause& node, CommonTable* cte) {
  CommonTable::Cycle cycle;
  for (const ast::Node* name : node.cycle_col_list) {
    cycle.columns.emplace_back(ast::Cast<ast::String>(name)->sval);
  }
  cycle.mark = node.cycle_mark_column;
  cycle.path = node.cycle_path_column;
  std::vector<Expr*> values{
      transformer_.Transform(node.cycle_mark_value, ExprUse::kSelectTarget),
      transformer_.Transform(node.cycle_mark_default, ExprUse::kSelectTarget)};
  const TypeId type = SelectCommonType(context_, values, "CYCLE");
  cycle.mark_value = CoerceToCommon(context_, values[0], type, "CYCLE/SET/TO");
  cycle.mark_default = CoerceToCommon(context_, values[1], type, "CYCLE/SET/DEFAULT");
  if (FindSortOperators(context_, type).equal == nullptr) {
    throw PgError(sqlstate::kUndefinedFunction,
                  StrCat("could not identify an equality operator for type ",
                         context_.types.FormatBare(type)));
  }
  cte->cycle = std::move(cycle);
}

void QueryTransformer::CheckSearchAndCycle(const ast::CommonTableExpr& node,
                                           const CommonTable& cte) {
  const auto refuse = [&](const std::string& message,
                          std::string_view state = sqlstate::kSyntaxError) {
    throw PgError(state, message, node.location);
  };
  if (context_.major() < 14) refuse("syntax error at or near \"SEARCH\" or \"CYCLE\"");
  if (!cte.recursive) refuse("WITH query is not recursive");
  const SetOperationNode& tree = *cte.query->set_operation;
  if (tree.left->left != nullptr) {
    refuse("with a SEARCH or CYCLE clause, the left side of the UNION must be a SELECT",
           sqlstate::kFeatureNotSupported);
  }
  if (tree.right->left != nullptr) {
    refuse("with a SEARCH or CYCLE clause, the right side of the UNION must be a SELECT");
  }
  const auto has = [&](Name name) {
    return std::ranges::find(cte.columns, name, &RteColumn::name) != cte.columns.end();
  };
  const auto check_list = [&](const std::vector<Name>& names, std::string_view what) {
    for (size_t i = 0; i < names.size(); ++i) {
      if (!has(names[i])) {
        refuse(StrCat(what, " column \"", names[i], "\" not in WITH query column list"));
      }
      if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
          names.begin() + static_cast<std::ptrdiff_t>(i)) {
        refuse(StrCat(what, " column \"", names[i], "\" specified more than once"),
               sqlstate::kDuplicateColumn);
      }
    }
  };
  const auto check_new = [&](Name name, std::string_view what) {
    if (!has(name)) return;
    refuse(StrCat(what, " column name \"", name, "\" already used in WITH query column list"));
  };
  const auto check_other = [&](Name a, Name b) {
    if (a == b) refuse(StrCat("two columns of SEARCH and CYCLE have the name \"", a, "\""));
  };
  if (cte.search) {
    check_list(cte.search->by, "search");
    check_new(cte.search->sequence, "search sequence");
  }
  if (!cte.cycle) return;
  check_list(cte.cycle->columns, "cycle");
  check_new(cte.cycle->mark, "cycle mark");
  check_new(cte.cycle->path, "cycle path");
  check_other(cte.cycle->mark, cte.cycle->path);
  if (!cte.search) return;
  check_other(cte.search->sequence, cte.cycle->mark);
  check_other(cte.search->sequence, cte.cycle->path);
}

void QueryTransformer::Select(const ast::SelectStmt& stmt, bool resolve_unknowns) {
  for (const ast::Node* window : stmt.windowClause) {
    state_.windows.push_back(ast::Cast<ast::WindowDef>(window));
  }
  From(stmt.fromClause);
  Targets(stmt.targetList, &query_->targets, ExprUse::kSelectTarget);
  query_->where = transformer_.TransformCondition(stmt.whereClause, ExprUse::kWhere, "WHERE");
  query_->having = transformer_.TransformCondition(stmt.havingClause, ExprUse::kHaving, "HAVING");
  query_->order_by =
      transformer_.SortClause(stmt.sortClause, ExprUse::kOrderBy, /*sql92=*/true, &query_->targets);
  GroupBy(stmt);
  Distinct(stmt);
  Limit(stmt);
  Windows(stmt);
  if (resolve_unknowns) ResolveUnknowns();
  if (state_.has_aggregates || !query_->group_by.empty() || !query_->grouping_sets.empty() ||
      query_->having != nullptr) {
    CheckGrouping(context_, query_);
  }
}

void QueryTransformer::ResolveUnknowns() {
  for (TargetEntry& target : query_->targets) {
    if (target.expr->type != type_id::kUnknown) continue;
    target.expr = CoerceType(context_, target.expr, type_id::kText, -1, CoercionContext::kImplicit,
                             Form::kImplicitCast, -1);
  }
}

void QueryTransformer::Targets(const ast::List& list, std::vector<TargetEntry>* targets,
                               ExprUse use) {
  for (const ast::Node* item : list) {
    const auto& target = *ast::Cast<ast::ResTarget>(item);
    if (Transformer::IsStar(target.val)) {
      transformer_.ExpandStar(*target.val, use, targets);
      continue;
    }
    Expr* value = transformer_.Transform(target.val, use);
    const Name name = target.name.data() == nullptr ? FigureColumnName(target.val, context_.major())
                                                    : Name(target.name);
    targets->push_back({value, name, 0, false});
  }
}

void QueryTransformer::Values(const ast::SelectStmt& stmt) {
  std::vector<std::vector<Expr*>> rows;
  for (const ast::Node* item : stmt.valuesLists) {
    const auto& list = *ast::Cast<ast::ListNode>(item);
    const ExprUse saved = state_.use;
    state_.use = ExprUse::kValues;
    const std::vector<Expr*>& row =
        rows.emplace_back(transformer_.ExpressionList(list.items, /*allow_default=*/false));
    state_.use = saved;
    if (row.size() != rows[0].size()) {
      throw PgError(sqlstate::kSyntaxError, "VALUES lists must all be the same length");
    }
  }
  Rte rte;
  rte.kind = RteKind::kValues;
  rte.eref = "*VALUES*";
  for (size_t i = 0; i < rows[0].size(); ++i) {
    std::vector<Expr*> column;
    for (const std::vector<Expr*>& row : rows) column.push_back(row[i]);
    const TypeId type = SelectCommonType(context_, column, "VALUES");
    for (size_t r = 0; r < rows.size(); ++r) {
      column[r] = rows[r][i] = CoerceToCommon(context_, rows[r][i], type, "VALUES");
    }
    std::vector<CollationSource> sources;
    for (const Expr* value : column) sources.push_back({value});
    rte.columns.push_back({StrCat("column", i + 1), type, SelectCommonTypmod(column, type),
                           CommonCollation(context_, sources)});
  }
  rte.values = std::move(rows);
  // VALUES refers to an outer query only as LATERAL does; it stands alone here.
  NamespaceItemPtr item = AddRte(std::move(rte), nullptr);
  state_.names.push_back(item);
  auto leaf = std::make_unique<JoinNode>();
  leaf->rte = item->rte;
  query_->from.push_back(std::move(leaf));
  for (const NamespaceColumn& column : item->columns) {
    query_->targets.push_back({transformer_.ItemVar(column, 0, -1), column.name, 0, false});
  }
  query_->order_by =
      transformer_.SortClause(stmt.sortClause, ExprUse::kOrderBy, /*sql92=*/true, &query_->targets);
  Limit(stmt);
}

void QueryTransformer::SetOperation(const ast::SelectStmt& stmt, CommonTable* recursive) {
  std::vector<TargetEntry> columns;
  query_->set_operation = SetTree(stmt, /*top=*/true, recursive, &columns);
  const SetOperationNode* leftmost = query_->set_operation.get();
  while (leftmost->left != nullptr) leftmost = leftmost->left.get();
  // The result's columns are those of the first query, under its names.
  NamespaceItem names;
  for (size_t i = 0; i < columns.size(); ++i) {
    const RteColumn& type = query_->set_operation->columns[i];
    NamespaceColumn column;
    column.name = columns[i].name;
    column.rte = column.syntactic_rte = leftmost->rte;
    column.attribute = column.syntactic_attribute = static_cast<int>(i) + 1;
    column.type = type.type;
    column.typmod = type.typmod;
    column.collation = type.collation;
    names.columns.push_back(column);
    query_->targets.push_back({transformer_.ItemVar(column, 0, -1), columns[i].name, 0, false});
  }
  names.relation_visible = false;
  state_.names = {std::make_shared<NamespaceItem>(std::move(names))};
  const size_t count = query_->targets.size();
  query_->order_by =
      transformer_.SortClause(stmt.sortClause, ExprUse::kOrderBy, /*sql92=*/true, &query_->targets);
  if (query_->targets.size() != count) {
    throw PgError(sqlstate::kFeatureNotSupported, "invalid UNION/INTERSECT/EXCEPT ORDER BY clause");
  }
  state_.names.clear();
  Limit(stmt);
}

std::unique_ptr<SetOperationNode> QueryTransformer::SetTree(const ast::SelectStmt& stmt, bool top,
                                                            CommonTable* recursive,
                                                            std::vector<TargetEntry>* columns) {
  auto node = std::make_unique<SetOperationNode>();
  // A part with clauses of its own is a query of its own.
  const bool own_query = !stmt.sortClause.empty() || stmt.limitOffset != nullptr ||
                         stmt.limitCount != nullptr || !stmt.lockingClause.empty() ||
                         stmt.withClause != nullptr;
  if (!IsSetOperation(stmt) || (!top && own_query)) {
    Rte rte;
    rte.kind = RteKind::kSubquery;
    rte.eref = StrCat("*SELECT* ", query_->range_table.size() + 1);
    rte.in_from = false;
    rte.subquery = QueryTransformer(context_, &state_).Run(&stmt, false, nullptr);
    if (QueryContainsVars(*rte.subquery, 1)) {
      throw PgError(sqlstate::kInvalidColumnReference,
                    "UNION/INTERSECT/EXCEPT member statement cannot refer to other relations of "
                    "same query level");
    }
    for (TargetEntry& target : rte.subquery->targets) {
      if (target.junk) continue;
      columns->push_back(target);
      rte.columns.push_back(ColumnOf(context_, target));
    }
    node->rte = static_cast<int>(query_->range_table.size());
    node->columns = rte.columns;
    query_->range_table.push_back(std::move(rte));
    return node;
  }
  const std::string_view construct = stmt.op == ast::SetOperation::SETOP_UNION       ? "UNION"
                                     : stmt.op == ast::SetOperation::SETOP_INTERSECT ? "INTERSECT"
                                                                                     : "EXCEPT";
  node->op = static_cast<int>(stmt.op);
  node->all = stmt.all;
  std::vector<TargetEntry> left;
  std::vector<TargetEntry> right;
  node->left = SetTree(*stmt.larg, false, nullptr, &left);
  if (top && recursive != nullptr) {
    // The part that does not refer to itself decides on the columns.
    recursive->recursive = true;
    for (size_t i = 0; i < left.size(); ++i) {
      RteColumn column = node->left->columns[i];
      column.name =
          i < recursive->alias_columns.size() ? recursive->alias_columns[i] : left[i].name;
      if (column.type == type_id::kUnknown) column.type = type_id::kText;
      recursive->columns.push_back(column);
    }
  }
  node->right = SetTree(*stmt.rarg, false, nullptr, &right);
  if (left.size() != right.size()) {
    throw PgError(sqlstate::kSyntaxError,
                  StrCat("each ", construct, " query must have the same number of columns"));
  }
  for (size_t i = 0; i < left.size(); ++i) {
    std::vector<Expr*> pair{left[i].expr, right[i].expr};
    // Inner set operations have types of their own.
    const auto typed = [&](const SetOperationNode& side, Expr*& expr) {
      if (side.left == nullptr) return;
      expr = context_.arena.Copy(*expr);
      expr->type = side.columns[i].type;
      expr->typmod = side.columns[i].typmod;
    };
    typed(*node->left, pair[0]);
    typed(*node->right, pair[1]);
    const TypeId type = SelectCommonType(context_, pair, construct);
    const auto settle = [&](const SetOperationNode& side, size_t which) {
      if (pair[which]->type != type_id::kUnknown) {
        // Only checked: the conversion itself happens when the query runs.
        pair[which] = CoerceToCommon(context_, pair[which], type, construct);
        return;
      }
      pair[which] = CoerceToCommon(context_, pair[which], type, construct);
      if (side.left != nullptr) return;
      // A literal takes the common type where it stands.
      size_t at = 0;
      for (TargetEntry& target :
           query_->range_table[static_cast<size_t>(side.rte)].subquery->targets) {
        if (target.junk) continue;
        if (at++ == i) target.expr = pair[which];
      }
    };
    settle(*node->left, 0);
    settle(*node->right, 1);
    // All but UNION ALL compare rows.
    if (!(stmt.op == ast::SetOperation::SETOP_UNION && stmt.all) &&
        FindSortOperators(context_, type).equal == nullptr) {
      if (context_.types.IsOpaque(context_.types.Base(type))) {
        throw NotModelled("a set operation over an extension's type");
      }
      throw PgError(sqlstate::kUndefinedFunction,
                    StrCat("could not identify an equality operator for type ",
                           context_.types.FormatBare(type)));
    }
    columns->push_back({pair[0], left[i].name, 0, false});
    const auto source = [&](const SetOperationNode& side, const Expr* expr) {
      if (side.left == nullptr) return CollationSource{expr};
      return CollationSource{nullptr, true, side.columns[i].collation};
    };
    node->columns.push_back(
        {left[i].name, type, SelectCommonTypmod(pair, type),
         CommonCollation(context_, {source(*node->left, pair[0]), source(*node->right, pair[1])})});
    columns->back().expr = context_.arena.Copy(*pair[0]);
    columns->back().expr->type = type;
  }
  return node;
}

}  // namespace schemadiff::sema
