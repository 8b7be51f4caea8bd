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
  /// Enters OLD and NEW of a rule on that relation, before Run().
  void EnterOldAndNew(const QualifiedName& relation);
  /// The condition of such a rule, which sees one or both of them.
  Expr* RuleCondition(const ast::Node* node, bool sees_old, bool sees_new);
  Query* query() { return query_; }

 private:
  void Modify(const ast::Node* node);
  // transform_modify.cc
  void Insert(const ast::InsertStmt& stmt);
  std::vector<Expr*> InsertSelect(const ast::Node& select, std::vector<Rte> rule_entries,
                                  std::vector<NamespaceItemPtr> rule_names);
  void OnConflictClause(const ast::OnConflictClause& clause);
  void Update(const ast::UpdateStmt& stmt);
  void Delete(const ast::DeleteStmt& stmt);
  void Merge(const ast::MergeStmt& stmt);
  void Returning(const ast::List& list);
  /// Enters the table that the command changes; `in_from`: it is among what FROM offers.
  void Target(const ast::RangeVar& relation);
  /// The columns of an INSERT, as numbers from 1.
  std::vector<int> InsertColumns(const ast::List& columns);
  std::vector<Expr*> AssignRow(std::vector<Expr*> values, const ast::List& columns,
                               const std::vector<int>& attributes, bool strip);
  std::vector<TargetEntry> SetList(const ast::List& list);
  Expr* Assign(Expr* value, ExprUse use, int attribute, const ast::List& indirection, int location);
  Expr* AssignInto(std::string_view name, bool element, TypeId type, int32_t typmod,
                   const ast::List& indirection, size_t from, Expr* value, int location);

  // transform_locking.cc
  void Locking(const ast::SelectStmt& stmt);
  void LockAll(Query* query, const ast::LockingClause& clause, bool pushed_down);

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
  void CycleMark(const ast::CTECycleClause& node, CommonTable* cte);
  void CheckSearchAndCycle(const ast::CommonTableExpr& node, const CommonTable& cte);
  void Targets(const ast::List& list, std::vector<TargetEntry>* targets, ExprUse use);
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
  NamespaceItemPtr Sample(const ast::RangeTableSample& node);
  RelationInfo RequireRelation(const ast::RangeVar& node);
  NamespaceItemPtr RelationItem(const RelationInfo& found, Rte rte, const ast::Alias* alias);
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
  NamespaceItemPtr target_;  ///< of a command that changes data
  bool inserting_ = false;
};

}  // namespace schemadiff::sema
