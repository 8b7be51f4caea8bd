// The seam between replay and the analysis of queries: those of views and SQL functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/pg/type_name.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// A column that a query yields.
struct QueryColumn {
  Name name;
  TypeRef type;             ///< empty name: not known
  QualifiedName collation;  ///< empty: the type's own
};

struct AnalysedQuery {
  Expression query;  ///< as pg_get_viewdef prints it
  /// What it yields. Where `names_known` is false, not even how many columns there are is known.
  std::vector<QueryColumn> columns;
  bool names_known = false;
  bool types_known = false;
  /// Objects of the catalog that it refers to; for a relation with the column, the empty name for
  /// the relation as a whole.
  std::vector<std::pair<ObjectId, Name>> references;
  bool temporary = false;  ///< it refers to a temporary relation
};

/// Analyses the query of a view, a materialized view or CREATE TABLE AS of the statement in hand.
/// `names` are the column names that the statement gives, for as many columns as there are names;
/// with more of them than columns, PostgreSQL says `too_many_names` (42601). Where the outcome of
/// the analysis is not known, a diagnostic says why, and the query stays unresolved.
AnalysedQuery AnalyseQuery(const Context& cx, const ast::Node& query,
                           const std::vector<Name>& names, std::string_view too_many_names);

/// A view's query as the catalog holds it, resolved, analysed and printed anew because names
/// change; `names` are the names of the view's columns. Throws PgError and NotModelled.
Expression AnalyseQueryAgain(const Context& cx, const Expression& query,
                             const std::vector<Name>& names);

/// The body of a function in BEGIN ATOMIC ... END or RETURN form.
struct AnalysedBody {
  Expression body;     ///< as pg_get_function_sqlbody prints it
  bool known = false;  ///< what the last statement yields
  bool yields_rows = false;
  std::vector<QueryColumn> columns;
  std::vector<std::pair<ObjectId, Name>> references;
};
AnalysedBody AnalyseSqlBody(const Context& cx, const ast::Node& body, Name function,
                            const std::vector<Argument>& arguments);

/// The same for a body as the catalog holds it, resolved, because names change.
Expression AnalyseBodyAgain(const Context& cx, const Expression& body, Name function,
                            const std::vector<Argument>& arguments);

/// A rule of the statement in hand.
struct AnalysedRule {
  Expression condition;
  Expression actions;
  /// What each action that is a query or has RETURNING yields; empty where it is not known.
  std::vector<std::vector<QueryColumn>> results;
  std::vector<std::pair<ObjectId, Name>> references;
};
AnalysedRule AnalyseRule(const Context& cx, const ast::RuleStmt& stmt, ObjectId relation);

/// A rule as the catalog holds it, because names change.
Rule AnalyseRuleAgain(const Context& cx, const Rule& rule, ObjectId relation);

/// Records that `dependent` refers to these.
void DependOnReferences(Context& cx, ObjectId dependent,
                        const std::vector<std::pair<ObjectId, Name>>& references);

}  // namespace schemadiff::replay
