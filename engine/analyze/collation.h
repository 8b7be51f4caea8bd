// Which collation a value has (PostgreSQL's parse_collate.c).
#pragma once

#include "engine/analyze/context.h"
#include "engine/analyze/query.h"

namespace schemadiff::sema {

/// The collation of the expression's result: from COLLATE clauses and columns, else its type's.
/// Empty where the type has none, or where implicit collations of operands disagree.
QualifiedName CollationOf(Context& context, const Expr& expr);

}  // namespace schemadiff::sema
