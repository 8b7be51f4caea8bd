// From raw parse trees to analyzed ones. Internal to engine/analyze.
//
// The rules are those of PostgreSQL's parse_expr.c, parse_func.c, parse_relation.c,
// parse_clause.c, parse_target.c and analyze.c.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/analyze/coerce.h"
#include "engine/analyze/context.h"
#include "engine/analyze/names.h"
#include "engine/analyze/query.h"
#include "parsers/sql/ast.h"

namespace schemadiff::sema {

/// Where an expression stands, which decides what it may contain.
enum class ExprUse : uint8_t {
  kSelectTarget,
  kWhere,
  kJoinOn,
  kGroupBy,
  kOrderBy,
  kDistinctOn,
  kHaving,
  kFilter,
  kLimit,
  kOffset,
  kFromFunction,
  kFromSubselect,
  kWindowPartition,
  kWindowOrder,
  kWindowFrame,
  kValues,
  kCheck,
  kDomainCheck,
  kColumnDefault,
  kFunctionDefault,
  kIndexExpression,
  kIndexPredicate,
  kGenerated,
  kPartitionBound,
  kPartitionExpression,
  kTriggerWhen,
  kPolicy,
  kStatistics,
  kAlterUsing,
  kReturning,
  kInsertTarget,
  kUpdateSource,
  kUpdateTarget,
  kValuesSingle,
  kMergeWhen,
};

/// A column that names can refer to.
struct NamespaceColumn {
  Name name;
  int rte = 0;
  int attribute = 0;
  TypeId type = 0;
  int32_t typmod = -1;
  QualifiedName collation;
  int syntactic_rte = 0;
  int syntactic_attribute = 0;
  bool in_star = true;  ///< whether `*` stands for it, too
};

/// A table, or something like it, that names can refer to.
struct NamespaceItem {
  Name name;
  QualifiedName relation;  ///< where it is a relation without an alias
  int rte = 0;
  std::vector<NamespaceColumn> columns;
  bool relation_visible = true;
  bool columns_visible = true;
  bool lateral_only = false;
  bool lateral_ok = true;
  bool has_system_columns = false;
  TypeId row_type = 0;         ///< of a whole-row reference; record where it has none of its own
  bool is_join_using = false;  ///< the alias of a USING clause: only merged columns
};
using NamespaceItemPtr = std::shared_ptr<NamespaceItem>;

/// One level of query nesting.
struct ParseState {
  ParseState* parent = nullptr;
  Query* query = nullptr;
  std::vector<NamespaceItemPtr> names;
  /// A column of one of these relations that it may or may not have; empty: there is none.
  Name doubtful_column = {};
  ExprUse use = ExprUse::kSelectTarget;
  bool lateral_active = false;
  std::vector<size_t> visible_ctes;            ///< indices into query->ctes
  std::vector<const ast::WindowDef*> windows;  ///< named ones first, then those written inline
  /// Of an UPDATE: the rows and subqueries that multi-column SET items assign.
  std::vector<Expr*> assigned;
  TypeId domain_value = 0;  ///< what VALUE stands for; 0: nothing
  int32_t domain_value_typmod = -1;
  bool has_aggregates = false;
  bool has_windows = false;
};

class Transformer {
 public:
  Transformer(Context& context, ParseState* state) : context_(context), state_(state) {}

  /// The expression, analyzed for that use. Unknown literals stay unknown.
  Expr* Transform(const ast::Node* node, ExprUse use);
  /// The same, as boolean.
  Expr* TransformCondition(const ast::Node* node, ExprUse use, std::string_view construct);

  /// A whole query, or a command that changes data. `state` becomes the parent of its names.
  Query* TransformQuery(const ast::Node* node, ParseState* parent, bool resolve_unknowns);

 private:
  friend class QueryTransformer;

  Expr* Recurse(const ast::Node* node);
  std::vector<Expr*> RecurseAll(const ast::List& list);

  // transform_expr.cc
  Expr* Constant(const ast::A_Const& node);
  /// A number of the grammar's, by its digits.
  Expr* Number(std::string_view text, int location);
  Expr* Cast(const ast::TypeCast& node);
  Expr* Collate(const ast::CollateClause& node);
  Expr* Array(const ast::A_ArrayExpr& node, TypeId array, TypeId element, int32_t typmod);
  Expr* Row(const ast::RowExpr& node);
  Expr* Case(const ast::CaseExpr& node);
  Expr* Coalesce(const ast::CoalesceExpr& node);
  Expr* MinMax(const ast::MinMaxExpr& node);
  Expr* SqlValue(const ast::SQLValueFunction& node);
  Expr* NullTest(const ast::NullTest& node);
  Expr* BooleanTest(const ast::BooleanTest& node);
  Expr* Bool(const ast::BoolExpr& node);
  Expr* SubLink(const ast::SubLink& node, const ast::Node* row_test, const ast::List* row_op);
  Expr* AssignedPart(const ast::MultiAssignRef& node);
  Expr* Parameter(int number, int location);
  Expr* Indirection(const ast::A_Indirection& node);
  Expr* Subscripts(Expr* container, const std::vector<const ast::A_Indices*>& indices);
  Expr* Xml(const ast::XmlExpr& node);
  Expr* XmlSerialize(const ast::XmlSerialize& node);

  // transform_operator.cc
  Expr* Operation(const ast::A_Expr& node);
  Expr* Plain(const ast::A_Expr& node);
  Expr* AnyAll(const ast::A_Expr& node, bool any);
  Expr* Distinct(const ast::A_Expr& node);
  Expr* NullIf(const ast::A_Expr& node);
  Expr* In(const ast::A_Expr& node);
  Expr* Between(const ast::A_Expr& node);
  Expr* MakeOp(const WrittenName& name, Expr* left, Expr* right, int location);
  Expr* MakeScalarArrayOp(const WrittenName& name, bool any, Expr* left, Expr* right, int location);
  Expr* MakeDistinct(const WrittenName& name, Expr* left, Expr* right, int location);
  Expr* MakeRowComparison(const WrittenName& name, const std::vector<Expr*>& left,
                          const std::vector<Expr*>& right, int location);
  Expr* MakeBool(BoolOp op, std::vector<Expr*> args, int location);

  // transform_column.cc
  Expr* Column(const ast::ColumnRef& node);
  /// The parameter, or a field of it, that the name means; null where it means none.
  Expr* NamedParameter(const ast::ColumnRef& node);
  /// Whether it ends in a star.
  static bool IsStar(const ast::Node* node);
  /// What an item that ends in a star stands for.
  void ExpandStar(const ast::Node& node, ExprUse use, std::vector<TargetEntry>* targets);
  void ExpandColumns(const ast::ColumnRef& column, std::vector<TargetEntry>* targets);
  void ExpandRow(Expr* row, std::vector<TargetEntry>* targets);
  /// The expressions of a row; stars are expanded.
  std::vector<Expr*> ExpressionList(const ast::List& list, bool allow_default);
  Expr* FindColumn(std::string_view name, int location);
  NamespaceItem* FindItem(const WrittenName& name, int location, int* levels_up);
  Expr* ItemColumn(const NamespaceItem& item, int levels_up, std::string_view name, int location);
  Expr* WholeRow(const NamespaceItem& item, int levels_up, int location);
  Expr* ItemVar(const NamespaceColumn& column, int levels_up, int location);
  Expr* FieldOf(Expr* row, std::string_view name, int location);
  [[noreturn]] void MissingRelation(const WrittenName& name, int location);

  // transform_call.cc
  Expr* Call(const ast::FuncCall& node);
  /// `fn` is null for `value.name`, which may be a column or a function of one argument.
  Expr* CallOrColumn(const WrittenName& name, std::vector<Expr*> args, const ast::FuncCall* fn,
                     int location);
  Expr* MakeAggregate(const Candidate& called, const ast::FuncCall& fn, std::vector<Expr*> args,
                      TypeId type, Expr* filter, int location);
  Expr* MakeWindow(const Candidate& called, const ast::FuncCall& fn, std::vector<Expr*> args,
                   TypeId type, Expr* filter, int location);
  void CheckArguments(std::vector<Expr*>* args, const std::vector<TypeId>& actual,
                      const std::vector<TypeId>& declared);
  void CheckSetReturning(int location);
  void CheckAggregateUse(ExprUse use, bool window, int location);
  void PlaceAggregate(Expr* aggregate);
  Expr* CallAsCast(const WrittenName& name, const std::vector<Expr*>& args, int location);
  void UnifyHypothetical(std::vector<Expr*>* args, size_t aggregated, std::vector<TypeId>* actual,
                         const std::vector<TypeId>& declared);

  // transform_sort.cc
  /// The target that an ORDER BY or GROUP BY item means, added where it is none of the list.
  /// `sql92`: a name or a number can mean an item of the select list.
  size_t FindTarget(const ast::Node* node, ExprUse use, bool sql92,
                    std::vector<TargetEntry>* targets);
  std::vector<SortGroup> SortClause(const ast::List& list, ExprUse use, bool sql92,
                                    std::vector<TargetEntry>* targets);
  void AddSort(const ast::SortBy& item, size_t target, std::vector<TargetEntry>* targets,
               std::vector<SortGroup>* list);
  void AddGroup(size_t target, std::vector<TargetEntry>* targets, std::vector<SortGroup>* list,
                int location);

  TypeTable& types() { return context_.types; }

  Context& context_;
  ParseState* state_;
};

/// Where that is, as messages about what may not stand there name it: "check constraints".
std::string_view PluralName(ExprUse use);

/// What a select-list item without a name is called (FigureColname).
Name FigureColumnName(const ast::Node* node, int major);

/// Whether two analyzed expressions are the same but for places.
bool SameExpr(const Expr* a, const Expr* b);
/// Whether the expression refers to columns of its own query level.
bool ContainsVars(const Expr* expr, int level);

}  // namespace schemadiff::sema
