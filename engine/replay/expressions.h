// The seam between replay and parse analysis: expressions of statements to what catalogs store.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/analyze/analyzer.h"
#include "engine/catalog/catalog.h"
#include "engine/pg/type_name.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// What an expression is for: it decides what PostgreSQL allows in it, and to what type it is
/// coerced.
enum class ExpressionUse {
  kDefault,         ///< DEFAULT of a column: coerced to `target`
  kDomainDefault,   ///< DEFAULT of a domain: the same
  kGenerated,       ///< GENERATED ALWAYS AS: the same, and may refer to columns
  kCheck,           ///< CHECK of a table: boolean
  kDomainCheck,     ///< CHECK of a domain: boolean; VALUE is of type `target`
  kIndexKey,        ///< a key of an index or an exclusion constraint
  kIndexPredicate,  ///< WHERE of an index or an exclusion constraint: boolean
  kPartitionKey,
  kPolicy,             ///< USING or WITH CHECK: boolean, subqueries allowed
  kTriggerWhen,        ///< WHEN of a trigger: boolean, refers to OLD and NEW
  kPublicationFilter,  ///< WHERE of a table in a publication: boolean
  kStatistics,         ///< of an extended statistics object
  kArgumentDefault,    ///< DEFAULT of an argument: coerced to `target`; NULL is stored, too
};

struct Analysed {
  Name column;  ///< of a kIndexKey that is no more than a column: it has no expression
  Expression expression;
  /// The columns of the relation that it refers to, each once; the empty name for the whole row.
  std::vector<Name> columns;
  /// A default of plain NULL, which PostgreSQL does not store.
  bool null_constant = false;
  /// Its type, where it is known; empty name otherwise.
  TypeRef type;
  QualifiedName collation;  ///< of that type; empty where it has none
  /// kIndexKey: what the key gets where it states no collation itself.
  QualifiedName key_collation;
  /// Objects of the catalog that it refers to, besides the relation itself, and which column of
  /// them.
  std::vector<std::pair<ObjectId, Name>> references;
};

/// Analyses an expression of the statement in hand. `relation` is what it may refer to the columns
/// of (kNoObject for none), `target` the type to coerce to (null for none), `name` what error
/// messages call the column or domain. Where analysis does not know the outcome, the
/// expression stays unresolved, and a diagnostic says why.
Analysed Analyse(const Context& cx, const ast::Node& node, ExpressionUse use,
                 ObjectId relation = kNoObject, const TypeRef* target = nullptr, Name name = {});

/// The same for an expression as a catalog holds it, which is analysed anew because what it refers
/// to has changed. Nothing changes where the text was not resolved before.
Analysed AnalyseAgain(const Context& cx, const Expression& expression, ExpressionUse use,
                      ObjectId relation, const TypeRef* target = nullptr, Name name = {},
                      Reading reading = Reading::kText);

/// The columns of a relation, as analysis wants them.
RelationScope ScopeOf(const Context& cx, ObjectId relation);

/// Records dependencies of `dependent` on what the expression refers to. Its columns are those of
/// `relation`, with edges of type `on_columns`; kNoObject: no edges to columns.
void DependOnExpression(Context& cx, ObjectId dependent, const Analysed& analysed,
                        ObjectId relation, DependencyType on_columns);

/// Records edges of `dependent` to the columns of `relation` that an expression names.
void DependOnColumns(Context& cx, ObjectId dependent, const ast::Node& expression,
                     ObjectId relation, DependencyType type);

/// The text of a node in its statement, as the user wrote it. Parse trees know where nodes begin
/// only, so the end is found by reading on; meant for showing, not for parsing again.
std::string SourceOf(const ParsedStatement& statement, const ast::Node& node);

}  // namespace schemadiff::replay
