// What an analyzed tree refers to.
#pragma once

#include <vector>

#include "engine/analyze/context.h"
#include "engine/analyze/query.h"

namespace schemadiff::sema {

struct References {
  std::vector<Name> scope_columns;  ///< columns of the outermost query's relations
  bool whole_row = false;
  std::vector<ObjectKey> objects;
  std::vector<ColumnName> columns;  ///< of relations in the range tables
  char volatility = 'i';            ///< of an expression: when it has been planned
};

/// Collects from an expression over `scope`.
References CollectReferences(Context& context, const Expr& expr, const Query& scope);
/// Collects from a whole query.
References CollectReferences(Context& context, const Query& query);

}  // namespace schemadiff::sema
