// Analyzed queries: range table, join tree, target list.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/analyze/expr.h"

namespace schemadiff::sema {

enum class RteKind : uint8_t {
  kRelation,
  kSubquery,
  kJoin,
  kFunction,
  kValues,
  kCte,
  kPlaceholder
};

/// A column that an entry of the range table offers.
struct RteColumn {
  Name name;
  TypeId type = 0;
  int32_t typmod = -1;
  QualifiedName collation;
};

struct RteFunction {
  Expr* expr = nullptr;
  size_t column_count = 0;
  bool has_definitions = false;  ///< a column definition list was given
};

/// TABLESAMPLE.
struct TableSample {
  QualifiedName method;
  std::vector<Expr*> args;
  Expr* repeatable = nullptr;
};

/// An entry of a range table: something in FROM, or a join.
struct Rte {
  RteKind kind = RteKind::kRelation;
  bool has_alias = false;
  Name alias;                       ///< where has_alias
  std::vector<Name> alias_columns;  ///< as written
  Name eref;                        ///< how it is called
  std::vector<RteColumn> columns;   ///< under the names that queries use
  bool lateral = false;
  bool only = false;
  bool in_from = true;  ///< false for the OLD and NEW of a rule

  QualifiedName relation;              ///< kRelation
  std::vector<Name> real_columns;      ///< kRelation: the columns' own names
  Query* subquery = nullptr;           ///< kSubquery
  std::vector<RteFunction> functions;  ///< kFunction
  bool ordinality = false;
  bool rows_from = false;
  std::vector<std::vector<Expr*>> values;  ///< kValues
  std::optional<TableSample> sample;       ///< kRelation
  Name cte;                                ///< kCte
  int cte_levels_up = 0;

  // kJoin: for each column, what it stands for, and where it is in either side (0: not there).
  std::vector<Expr*> join_vars;
  std::vector<int> left_columns;
  std::vector<int> right_columns;
  size_t merged_columns = 0;
  Name join_using_alias;
};

enum class JoinKind : uint8_t { kInner, kLeft, kFull, kRight };

/// A leaf (an entry of the range table) or a join of two.
struct JoinNode {
  int rte = -1;  ///< of the leaf, or of the join
  bool is_join = false;
  JoinKind join = JoinKind::kInner;
  std::unique_ptr<JoinNode> left;
  std::unique_ptr<JoinNode> right;
  std::vector<Name> using_columns;
  Expr* condition = nullptr;
};

struct CommonTable {
  Name name;
  std::vector<Name> alias_columns;
  int materialized = 0;  ///< the parser's enumerator
  Query* query = nullptr;
  std::vector<RteColumn> columns;
  bool recursive = false;
  /// SEARCH, CYCLE: columns that they add come after those of the query.
  struct Search {
    bool breadth_first = false;
    std::vector<Name> by;
    Name sequence;
  };
  struct Cycle {
    std::vector<Name> columns;
    Name mark;
    Expr* mark_value = nullptr;
    Expr* mark_default = nullptr;
    Name path;
  };
  std::optional<Search> search;
  std::optional<Cycle> cycle;
};

struct WindowClause {
  Name name;
  Name refname;
  std::vector<SortGroup> partition;
  std::vector<SortGroup> order;
  int frame_options = 0;
  Expr* start = nullptr;
  Expr* end = nullptr;
  bool copied_order = false;
};

struct GroupingSet {
  int kind = 0;  ///< the parser's GroupingSetKind
  std::vector<int> refs;
  std::vector<GroupingSet> content;
};

/// A set operation's tree: leaves are subqueries in the range table.
struct SetOperationNode {
  int rte = -1;
  int op = 0;  ///< the parser's SetOperation
  bool all = false;
  std::unique_ptr<SetOperationNode> left;
  std::unique_ptr<SetOperationNode> right;
  std::vector<RteColumn> columns;
};

struct RowMark {
  int rte = 0;
  int strength = 0;  ///< the parser's enumerators
  int wait_policy = 0;
  bool pushed_down = false;
};

/// ON CONFLICT.
struct OnConflict {
  struct Element {
    Expr* expr = nullptr;
    QualifiedName collation;
    QualifiedName operator_class;
  };
  std::vector<Element> elements;  ///< what infers the index
  Expr* inferred_where = nullptr;
  Name constraint;
  bool update = false;
  std::vector<TargetEntry> set;
  Expr* where = nullptr;
};

enum class Command : uint8_t { kSelect, kInsert, kUpdate, kDelete, kMerge, kNotify, kNothing };

/// WHEN of a MERGE.
struct MergeAction {
  int match = 0;  ///< the parser's MergeMatchKind
  Command command = Command::kNothing;
  int overriding = 0;
  Expr* condition = nullptr;
  std::vector<TargetEntry> targets;
};

struct Query {
  Command command = Command::kSelect;
  int target = -1;     ///< of a command that changes data: the range table entry
  int overriding = 0;  ///< INSERT: the parser's OverridingKind
  std::vector<TargetEntry> returning;
  std::optional<OnConflict> on_conflict;
  std::vector<MergeAction> merge_actions;
  Expr* merge_condition = nullptr;
  Name channel;         ///< NOTIFY
  std::string payload;  ///< NOTIFY
  bool has_payload = false;
  bool is_return = false;  ///< RETURN of a function
  bool rule = false;       ///< the range table begins with a rule's OLD and NEW
  std::vector<CommonTable> ctes;
  bool recursive = false;
  std::vector<Rte> range_table;
  std::vector<std::unique_ptr<JoinNode>> from;
  Expr* where = nullptr;
  std::vector<TargetEntry> targets;
  std::vector<SortGroup> distinct;
  bool distinct_on = false;
  std::vector<SortGroup> group_by;
  std::vector<GroupingSet> grouping_sets;
  bool group_distinct = false;
  Expr* having = nullptr;
  std::vector<WindowClause> windows;
  std::vector<SortGroup> order_by;
  Expr* offset = nullptr;
  Expr* limit = nullptr;
  bool with_ties = false;
  std::vector<RowMark> row_marks;
  std::unique_ptr<SetOperationNode> set_operation;
  bool has_aggregates = false;
  /// Primary keys by which columns without aggregation are allowed: the query depends on them.
  std::vector<ObjectKey> required_keys;
};

/// Whether the query refers to columns of the query `level` levels above it.
bool QueryContainsVars(const Query& query, int level);
/// Whether the tree refers to an entry of the range table that is `level` levels above the query;
/// an expression, to one of its own query.
bool UsesEntry(const Query& query, int entry, int level);
bool UsesEntry(const Expr* expr, int entry);

}  // namespace schemadiff::sema
