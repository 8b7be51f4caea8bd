// Queries. Internal to engine/analyze.
#pragma once

#include "engine/analyze/transform.h"

namespace schemadiff::sema {

/// Analyzes one query. Its range table, namespace and common table expressions are those of
/// `state_`, which lives as long as the analysis of this query does.
class QueryTransformer {
 public:
  QueryTransformer(Context& context, ParseState* parent);

  /// `recursive`: the common table expression that this query defines and refers to, if any.
  Query* Run(const ast::Node* node, bool resolve_unknowns, CommonTable* recursive);

 private:
  void With(const ast::WithClause& clause);
  void Select(const ast::SelectStmt& stmt, bool resolve_unknowns);
  void Values(const ast::SelectStmt& stmt);
  void SetOperation(const ast::SelectStmt& stmt, CommonTable* recursive);
  std::unique_ptr<SetOperationNode> SetTree(const ast::SelectStmt& stmt, bool top,
                                            CommonTable* recursive,
                                            std::vector<TargetEntry>* columns);
  void Limit(const ast::SelectStmt& stmt);
  void Windows(const ast::SelectStmt& stmt);
  void GroupBy(const ast::SelectStmt& stmt);
  GroupingSet Grouping(const ast::GroupingSet& node);
  int GroupItem(const ast::Node* node, bool top);
  void Distinct(const ast::SelectStmt& stmt);
  void Targets(const ast::List& list);
  void ExpandStar(const ast::ColumnRef& column);
  void ResolveUnknowns();

  // transform_from.cc
  void From(const ast::List& list);
  std::unique_ptr<JoinNode> Item(const ast::Node* node, NamespaceItemPtr* top,
                                 std::vector<NamespaceItemPtr>* names);
  std::unique_ptr<JoinNode> Leaf(NamespaceItemPtr item, NamespaceItemPtr* top,
                                 std::vector<NamespaceItemPtr>* names);
  std::unique_ptr<JoinNode> Join(const ast::JoinExpr& node, NamespaceItemPtr* top,
                                 std::vector<NamespaceItemPtr>* names);
  NamespaceItemPtr Table(const ast::RangeVar& node);
  NamespaceItemPtr CteReference(const ast::RangeVar& node, const CommonTable& cte, int levels_up);
  NamespaceItemPtr Subselect(const ast::RangeSubselect& node);
  NamespaceItemPtr Function(const ast::RangeFunction& node);
  void FunctionColumns(Expr* call, Name function_name, const ast::Alias* alias, bool single,
                       const ast::List& definitions, std::vector<RteColumn>* columns);
  NamespaceItemPtr AddRte(Rte rte, const ast::Alias* alias);
  Expr* MergedColumn(JoinKind join, Expr* left, Expr* right);
  static void CheckConflicts(const std::vector<NamespaceItemPtr>& a,
                             const std::vector<NamespaceItemPtr>& b);

  Context& context_;
  ParseState state_;
  Transformer transformer_;
  Query* query_;
};

}  // namespace schemadiff::sema
