// GROUP BY and aggregates. Internal to engine/analyze.
#pragma once

#include "engine/analyze/transform.h"

namespace schemadiff::sema {

/// How many levels of queries above an expression is the nearest that it has a column or an
/// aggregate of, -1 without any.
struct AggregateLevels {
  int variable = -1;
  int aggregate = -1;
  bool window = false;  ///< whether there is a window function of its own level
};
AggregateLevels FindAggregateLevels(const Expr& expr);

/// Throws 42803 where a query that groups its rows, or has aggregates, uses a column that is
/// neither grouped nor determined by a primary key that is; notes the keys in query->required_keys.
void CheckGrouping(Context& context, Query* query);

}  // namespace schemadiff::sema
