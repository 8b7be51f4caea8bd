// Analyzed trees to text, exactly as the server prints them (PostgreSQL's ruleutils.c), where
// search_path is empty and pretty-printing is not asked for. Internal to engine/analyze.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/analyze/context.h"
#include "engine/analyze/query.h"

namespace schemadiff::sema {

/// How the columns of a range table entry are called where a query is printed.
struct PrintedColumns {
  std::vector<Name> names;      ///< by column number
  std::vector<Name> new_names;  ///< as an alias list prints them
  bool print_aliases = false;
  std::vector<Name> parent_using;
  std::vector<Name> using_names;
};

/// One level of query nesting.
struct PrintedLevel {
  const Query* query = nullptr;
  std::vector<Name> rte_names;  ///< empty: an unnamed join
  std::vector<PrintedColumns> columns;
  bool unique_using = false;
  std::vector<Name> using_names;
};

class Deparser {
 public:
  explicit Deparser(Context& context);

  /// An expression over the relations of `scope`; `prefix`: columns are shown with them.
  /// `indent`: columns by which the surrounding statement is indented.
  std::string Expression(const Expr& expr, const Query& scope, bool prefix, int indent = 0);
  /// A view's query, with its final semicolon. `columns`: what the view's columns are called.
  std::string View(const Query& query, const std::vector<Name>& columns);
  /// A rule's condition, over the range table of its first action, and an action of a rule.
  std::string RuleCondition(const Expr& condition, const Query& first_action);
  std::string RuleAction(const Query& query);
  /// A statement of a function's body: within BEGIN ATOMIC, without its semicolon, or RETURN.
  std::string BodyStatement(const Query& query, bool in_block);
  /// A constant as partition bounds show it: without its type.
  std::string BareConstant(const Expr& constant);
  /// As it stands between such operands: with its schema where the name alone would not find it.
  std::string OperatorName(const BuiltinOperator& op, TypeId left, TypeId right);
  /// Whether it prints as a function call, so that no parentheses are needed around it.
  static bool LooksLikeFunction(const Expr& expr, int server_version);
  /// Whether notations like AT TIME ZONE and IS DOCUMENT are no functions when it comes to
  /// parentheses. Minor releases changed this; seen with 15.20.
  static bool PrintsNewly(int server_version);

 private:
  // deparse_expr.cc
  void Print(const Expr& expr, bool show_implicit);
  void PrintTopLevel(const Expr& expr, bool show_implicit);
  void PrintList(const std::vector<Expr*>& list, bool show_implicit);
  void PrintConst(const Expr& expr, int show_type);
  std::string ConstText(const Expr& expr) const;
  void PrintCoercion(const Expr& arg, TypeId type, int32_t typmod);
  void PrintCast(const Expr& expr, bool show_implicit);
  void PrintCase(const Expr& expr);
  void PrintBool(const Expr& expr);
  void PrintNullTest(const Expr& expr);
  void PrintBooleanTest(const Expr& expr);
  void PrintSqlValue(const Expr& expr);
  void PrintSubscript(const Expr& expr);
  void PrintSubLink(const Expr& expr);
  void PrintXml(const Expr& expr);
  // deparse_call.cc
  void PrintFunction(const Expr& expr, bool show_implicit);
  bool PrintSqlSyntax(const Expr& expr);
  void PrintAggregate(const Expr& expr);
  void PrintWindow(const Expr& expr);
  void PrintOperation(const Expr& expr);
  std::string RoutineName(const Routine& routine, const std::vector<Expr*>& args, bool variadic);
  // deparse_query.cc
  void PrintQuery(const Query& query, const std::vector<Name>* columns, bool columns_visible);
  void PrintCommand(const Query& query, const std::vector<Name>* columns, bool columns_visible);
  void PrintSelect(const Query& query, const std::vector<Name>* columns, bool columns_visible);
  void PrintRowMarks(const Query& query);
  void PrintWith(const Query& query);
  void PrintTargets(const std::vector<TargetEntry>& targets, const std::vector<Name>* columns,
                    bool columns_visible);
  void PrintSetOperation(const SetOperationNode& node, const Query& query,
                         const std::vector<Name>* columns, bool columns_visible);
  void PrintValues(const std::vector<std::vector<Expr*>>& rows);
  const Rte* SimpleValues(const Query& query, const std::vector<Name>* columns) const;
  bool ReadsAsOutputColumn(const Expr& var) const;
  const Expr& PrintSortItem(int ref, const std::vector<TargetEntry>& targets, bool by_number);
  void PrintOrder(const std::vector<SortGroup>& order, const std::vector<TargetEntry>& targets,
                  bool by_number);
  void PrintGroupingSet(const GroupingSet& set, const std::vector<TargetEntry>& targets,
                        bool omit_parentheses);
  void PrintWindowSpec(const WindowClause& window, const std::vector<TargetEntry>& targets);
  // deparse_modify.cc
  void PrintInsert(const Query& query, bool columns_visible);
  void PrintOnConflict(const Query& query);
  void PrintUpdate(const Query& query, bool columns_visible);
  void PrintDelete(const Query& query, bool columns_visible);
  void PrintNotify(const Query& query);
  void PrintReturning(const Query& query, bool columns_visible);
  void PrintTarget(const Query& query, std::string_view command, bool only, bool explicit_as);
  void PrintSetList(const Query& query, const std::vector<TargetEntry>& targets);
  /// The fields and elements that are assigned; returns what is assigned to them.
  const Expr* PrintAssigned(const Expr* value);
  void PrintParameter(const Expr& expr);
  // deparse_from.cc
  void PrintFrom(const Query& query, std::string_view keyword = " FROM ");
  void PrintFromItem(const JoinNode& node, const Query& query);
  void PrintFunctionItem(const Rte& rte);
  void PrintFunctionCall(const Expr& call);
  void PrintAlias(const Rte& rte, int index, bool explicit_as = false);
  void PrintColumnAliases(const PrintedColumns& columns);
  void PrintColumnDefinitions(const Rte& rte, const PrintedColumns* columns);
  std::string RelationName(const QualifiedName& name) const;
  QualifiedName Renamed(const QualifiedName& relation) const;
  std::string CollationName(const QualifiedName& collation) const;
  Name RenamedColumn(const QualifiedName& relation, Name column) const;
  // deparse_names.cc
  /// Returns the column's name as printed; empty for a whole row.
  Name PrintVar(const Expr& var, bool top_level, int levels_up = 0);
  void SetRteNames(PrintedLevel* level, const std::vector<Name>& reserved);
  void SetColumnNames(PrintedLevel* level);
  void SetUsingNames(PrintedLevel* level, const JoinNode& node, std::vector<Name> parent_using);
  static bool HasDangerousUsing(const Query& query, const JoinNode& node);
  bool AliasesAreMade(const Rte& rte, const PrintedColumns& columns) const;
  void SetRelationColumns(PrintedLevel* level, size_t index);
  void SetJoinColumns(PrintedLevel* level, size_t index, const JoinNode& join);
  static Name UniqueColumn(Name name, const PrintedLevel& level, const PrintedColumns& columns);
  const PrintedLevel& Level(int levels_up) const {
    return *levels_[levels_.size() - 1 - static_cast<size_t>(levels_up)];
  }

  /// A keyword on a new line, and what that does to the indentation.
  void Keyword(std::string_view text, int before, int after, int plus);
  std::string Quoted(std::string_view name) const;
  TypeTable& types() { return context_.types; }

  Context& context_;  ///< with pg_catalog as the only schema in the path
  Context own_context_;
  std::string* out_ = nullptr;
  std::vector<PrintedLevel*> levels_;  ///< outermost first
  enum class Whole : uint8_t { kView, kRule, kBody };
  Whole whole_ = Whole::kView;  ///< what the outermost query is of
  bool pretty_ = true;          ///< on lines of its own
  bool prefix_ = false;
  int indent_ = 0;
  bool in_group_by_ = false;
  /// What an ORDER BY item could be mistaken for: the select list in hand and its columns' names.
  const std::vector<TargetEntry>* select_list_ = nullptr;
  const std::vector<Name>* select_names_ = nullptr;
};

}  // namespace schemadiff::sema
