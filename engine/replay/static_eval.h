// Evaluates expressions and queries over the system catalogs without a server: the conditions of DO
// blocks, and the statements that they put together.
//
// Exact, or unknown: what depends on rows of tables, on rights, on settings or on the clock, and
// what is not modelled here, has no known value, and neither has what depends on it. Errors that a
// server would raise make a value unknown, too.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/context.h"
#include "engine/replay/static_value.h"

namespace schemadiff::replay {

/// The variables of a block, by name.
using Variables = std::map<std::string, Value, std::less<>>;

struct StaticRow {
  std::vector<Value> values;
  bool certain = true;  ///< false: there may be no such row, or many
};

struct StaticRows {
  std::vector<std::string> columns;
  std::vector<StaticRow> rows;
  bool partial = false;  ///< more columns than these, or in another order
  bool AllCertain() const;
};

class StaticEvaluator {
 public:
  StaticEvaluator(const Context& cx, const Variables& variables) : cx_(cx), variables_(variables) {}

  /// Of an expression, or of a query with one column and at most one row, as a text.
  Value Evaluate(std::string_view text) const;
  Value Evaluate(const ast::Node& expression) const { return Eval(&expression, nullptr); }
  /// Of a query; nothing where its rows cannot be told.
  std::optional<StaticRows> Query(std::string_view text) const;
  std::optional<StaticRows> Query(const ast::SelectStmt& stmt) const;

  /// Settings that were taken to be unset, since no statement sets them. Their names have a dot in
  /// them: nothing but an ALTER ROLE, an ALTER DATABASE or the client could have set them.
  const StringSet& settings_taken_as_unset() const { return unset_; }

 private:
  friend class StaticSelect;

  /// What names of columns stand for: a query's FROM items, and those of the queries around it.
  struct Item {
    std::string_view alias;
    std::span<const std::string> columns;
    std::span<const std::string_view> others;  // columns that nothing is told of
    const StaticRow* row = nullptr;            // none yet
  };
  struct Scope {
    const Scope* outer = nullptr;
    std::vector<Item> items;
    const std::map<std::string, StaticRows, std::less<>>* tables = nullptr;  // of WITH
    /// Values of aggregates, by their node, where rows are grouped.
    const std::map<const ast::Node*, Value>* aggregates = nullptr;
  };

  Value Eval(const ast::Node* node, const Scope* scope) const;
  Value Column(const ast::ColumnRef& ref, const Scope* scope) const;
  Value Operation(const ast::A_Expr& expr, const Scope* scope) const;
  Value OverList(const ast::A_Expr& expr, const Scope* scope) const;
  Value Junction(const ast::BoolExpr& expr, const Scope* scope) const;
  Value SubQuery(const ast::SubLink& link, const Scope* scope) const;
  Value Cast(const ast::TypeCast& cast, const Scope* scope) const;
  Value Case(const ast::CaseExpr& expr, const Scope* scope) const;
  Value Call(const ast::FuncCall& call, const Scope* scope) const;
  Value CustomSetting(const std::string& name, bool or_null) const;
  Value Function(std::string_view name, const std::vector<Value>& arguments) const;
  Value Format(const std::vector<Value>& arguments) const;
  Value Operator(std::string_view name, const Value& left, const Value& right) const;
  Value AnyOf(std::string_view name, const Value& left, const std::vector<Value>& right,
              bool all) const;
  /// -1, 0 or 1; nothing where that is not known.
  std::optional<int> Compare(const Value& left, const Value& right) const;
  /// Null and unknown values give such.
  Value Equal(const Value& left, const Value& right) const;
  Value RelationOfName(const std::string& name, bool or_null) const;
  std::optional<StaticRows> Select(const ast::SelectStmt& stmt, const Scope* outer) const;

  const Context& cx_;
  const Variables& variables_;
  mutable StringSet unset_;
};

/// Whether a function of that name puts rows together.
bool IsStaticAggregate(std::string_view name);

}  // namespace schemadiff::replay
