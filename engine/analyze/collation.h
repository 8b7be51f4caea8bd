// Which collation a value has (PostgreSQL's parse_collate.c).
#pragma once

#include "engine/analyze/context.h"
#include "engine/analyze/query.h"

namespace schemadiff::sema {

/// The collation of the expression's result: from COLLATE clauses and columns, else its type's.
/// Empty where the type has none, or where implicit collations of operands disagree.
QualifiedName CollationOf(Context& context, const Expr& expr);

/// A column of one of the rows, or queries, that a column of a VALUES list or of a set operation is
/// made of.
struct CollationSource {
  const Expr* expr = nullptr;
  /// Whether it is a column of a set operation within, of the collation `of_set`.
  bool is_set = false;
  QualifiedName of_set = {};
};
/// The collation of the column as a whole; empty where it has none, or where implicit collations
/// disagree (select_common_collation).
QualifiedName CommonCollation(Context& context, const std::vector<CollationSource>& sources);

}  // namespace schemadiff::sema
