// Parse analysis: raw expressions and queries to what PostgreSQL stores and prints for them.
//
// An Analyzer resolves names, types, functions, operators and casts by PostgreSQL's rules, over the
// server's own catalogs and a Catalog, and prints the result exactly as pg_get_expr(),
// pg_get_viewdef() and their kin do with an empty search_path. It throws PgError where
// PostgreSQL would refuse the input, and NotModelled where the outcome is not known here.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/analyze/options.h"
#include "engine/analyze/renaming.h"
#include "engine/catalog/catalog.h"
#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"
#include "parsers/sql/ast.h"

namespace schemadiff {

/// A column that an expression may refer to.
struct ScopeColumn {
  Name name;
  TypeRef type;
  QualifiedName collation;  ///< empty: its type's
  bool generated = false;   ///< which other generated columns may not refer to
};

/// The relation whose columns an expression may refer to. It need not be in the catalog yet.
struct RelationScope {
  QualifiedName name;
  std::vector<ScopeColumn> columns;
};

/// An expression, analyzed.
struct AnalyzedExpression {
  std::string text;         ///< as the server prints it; empty where the server stores nothing
  TypeRef type;             ///< of the result
  QualifiedName collation;  ///< of the result; empty: none, or not determined
  /// The scope's columns that it refers to, each once, in the order of the text. System columns
  /// are among them under their names.
  std::vector<Name> columns;
  bool whole_row = false;  ///< it refers to the relation as a whole
  /// Other objects of the catalog that it refers to, each once: functions, types, relations.
  std::vector<ObjectKey> references;
  /// Columns of other relations and attributes of composite types that it refers to, each once.
  std::vector<ColumnName> columns_used;
  /// i where all it calls is immutable, else s or v.
  char volatility = 'i';
};

/// An element of an index or partition key.
struct AnalyzedKey {
  Name column;                    ///< empty for an expression
  AnalyzedExpression expression;  ///< its text as keys show it: in parentheses unless it is a call
  TypeRef type;
  QualifiedName collation;  ///< of the column or expression itself
  /// What the key gets where it states no collation: the same, or that of a COLLATE clause around
  /// the expression.
  QualifiedName key_collation;
};

struct AnalyzedPartitionKey {
  std::string text;     ///< as pg_get_partkeydef prints it: "RANGE (created_at)"
  char strategy = 'r';  ///< h hash, l list, r range
  std::vector<AnalyzedKey> keys;
};

struct AnalyzedQuery {
  std::string text;  ///< as pg_get_viewdef prints it
  std::vector<ScopeColumn> columns;
  std::vector<ObjectKey> references;  ///< relations, functions and types, each once
  /// Columns of those relations that it refers to, each once.
  std::vector<ColumnName> columns_used;
};

/// A rule, analyzed.
struct AnalyzedRule {
  std::string condition;  ///< as pg_get_ruledef prints it; empty: none
  std::string actions;    ///< the same, without the final semicolon
  /// One for each action: its RETURNING list or, of a SELECT, its columns.
  std::vector<std::vector<ScopeColumn>> results;
  std::vector<ObjectKey> references;
  std::vector<ColumnName> columns_used;
};

/// A parameter of a function whose body is analyzed.
struct BodyParameter {
  Name name;
  TypeRef type;
  bool input = true;
};

/// The body of a function in the form of the SQL standard.
struct AnalyzedBody {
  std::string text;  ///< as pg_get_function_sqlbody prints it
  std::vector<ObjectKey> references;
  std::vector<ColumnName> columns_used;
  /// What its last statement yields.
  std::vector<ScopeColumn> columns;
  bool yields_rows = false;  ///< it is a query or has RETURNING
  bool empty = false;
};

/// A relation found by name.
struct FoundRelation {
  QualifiedName name;
  char kind = 0;  ///< r table, v view, m materialized view, S sequence, i index, c composite type
};

class Analyzer {
 public:
  /// The catalog may change between calls; it must outlive the analyzer. Its server_version decides
  /// on the rules.
  explicit Analyzer(const Catalog& catalog, AnalyzeOptions options = {});
  ~Analyzer();
  Analyzer(const Analyzer&) = delete;
  Analyzer& operator=(const Analyzer&) = delete;

  /// In force from now on; {"public"} at first.
  void SetSearchPath(SearchPath path);
  const SearchPath& search_path() const;

  /// AnalyzeOptions::zone_known, from now on.
  void SetZoneKnown(bool known);

  /// In force until it is taken back (null): results read as they will once the names are changed,
  /// while the catalog still has the old ones. The renaming must outlive that.
  void SetRenaming(const Renaming* renaming);
  /// From now on, texts are what the server printed of trees that it keeps: a cast of ARRAY[...]
  /// converts the whole array, and a sign before digits is an operator.
  void SetReadsTrees(bool reads_trees);

  // --- names -----------------------------------------------------------------------------------
  /// A type with its modifiers. Where no type of that name is known, but one extension could
  /// provide it, the reference is to that extension's schema.
  TypeRef ResolveType(const ast::TypeName& name);
  /// Throws where the type does not exist (any more).
  bool TypeExists(const TypeRef& type);
  QualifiedName ResolveCollation(const ast::List& name, int location);
  /// The relation that an unqualified or qualified name means; nothing where there is none.
  std::optional<FoundRelation> FindRelation(std::string_view schema, std::string_view name);
  /// The type's default collation; empty where it has none.
  QualifiedName TypeCollation(const TypeRef& type);
  /// The default operator class of an access method for a type; empty where there is none.
  QualifiedName DefaultOperatorClass(std::string_view method, const TypeRef& type);
  /// The operator class as written; throws 42704 where there is none for that access method.
  QualifiedName ResolveOperatorClass(std::string_view method, const ast::List& name, int location);
  /// The operator as written, between two operands of that type, as the server prints its name.
  /// Throws 42883 where there is none.
  std::string OperatorName(const ast::List& name, const TypeRef& operands);
  /// Whether a foreign key can compare these types: the operator exists that the key's unique
  /// index and the referencing column need. Throws NotModelled where that is not known.
  bool ForeignKeyComparable(const TypeRef& referencing, const TypeRef& referenced);
  /// The name of an index column for an expression; empty where PostgreSQL takes "expr".
  Name IndexColumnName(const ast::Node& expression) const;

  // --- expressions -----------------------------------------------------------------------------
  /// DEFAULT of a column. The text is empty for a default that is just NULL.
  AnalyzedExpression ColumnDefault(const ast::Node& expression, Name column, const TypeRef& type);
  AnalyzedExpression GeneratedColumn(const ast::Node& expression, const RelationScope& scope,
                                     Name column, const TypeRef& type, bool is_virtual);
  AnalyzedExpression TableCheck(const ast::Node& expression, const RelationScope& scope);
  AnalyzedExpression DomainDefault(const ast::Node& expression, Name domain, const TypeRef& base);
  AnalyzedExpression DomainCheck(const ast::Node& expression, const TypeRef& base);
  AnalyzedExpression FunctionDefault(const ast::Node& expression, const TypeRef& type);
  /// An element of an index. It may turn out to be a plain column.
  AnalyzedKey IndexExpression(const ast::Node& expression, const RelationScope& scope);
  /// WHERE of an index. The text is empty for a condition that is just true.
  AnalyzedExpression IndexPredicate(const ast::Node& expression, const RelationScope& scope);
  /// Whether the planner makes a constant of a stored predicate, so that it may be no condition.
  bool IsConstantPredicate(const ast::Node& expression, const RelationScope& scope);
  AnalyzedExpression PolicyExpression(const ast::Node& expression, const RelationScope& scope);
  /// WHERE of a table in a publication, which may hold simple expressions only.
  AnalyzedExpression PublicationFilter(const ast::Node& expression, const RelationScope& scope);
  /// As pg_get_statisticsobjdef_expressions prints it.
  AnalyzedExpression StatisticsExpression(const ast::Node& expression, const RelationScope& scope);
  /// WHEN of a trigger, without its outer parentheses.
  AnalyzedExpression TriggerCondition(const ast::Node& expression, const RelationScope& scope);
  /// USING of ALTER COLUMN TYPE, or without one (null) the implied conversion: whether it is there.
  AnalyzedExpression AlterTypeUsing(const ast::Node* expression, const RelationScope& scope,
                                    Name column, const TypeRef& type);
  AnalyzedPartitionKey PartitionKey(const ast::PartitionSpec& spec, const RelationScope& scope);
  /// As pg_get_expr prints relpartbound: "FOR VALUES FROM ('2020-01-01') TO (MAXVALUE)".
  std::string PartitionBound(const ast::PartitionBoundSpec& spec, const AnalyzedPartitionKey& key);

  // --- queries ---------------------------------------------------------------------------------
  /// The query of a view; `aliases` are the column names that CREATE VIEW gives. Whether there are
  /// more of them than columns is for the caller to check. `made_aliases`: of a printed query, the
  /// aliases of relations that printing made; they are made anew.
  AnalyzedQuery View(const ast::Node& query, const std::vector<Name>& aliases,
                     const std::vector<Name>& made_aliases = {});

  /// CREATE RULE. `made_aliases` as for View(). What a rule may not do is for the caller to check,
  /// but for what analysis alone can tell.
  AnalyzedRule Rule(const ast::RuleStmt& rule, const QualifiedName& relation,
                    const std::vector<Name>& made_aliases = {});
  /// BEGIN ATOMIC ... END or RETURN.
  AnalyzedBody Body(const ast::Node& body, Name function,
                    const std::vector<BodyParameter>& parameters,
                    const std::vector<Name>& made_aliases = {});

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace schemadiff
