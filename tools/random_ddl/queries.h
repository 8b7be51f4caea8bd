// Queries over the tables and views that there are.
#pragma once

#include <string>
#include <vector>

#include "tools/random_ddl/draft.h"
#include "tools/random_ddl/expressions.h"

namespace schemadiff::random_ddl {

/// A query for a view: SELECT with joins, aggregates, window functions, WITH, set operations,
/// VALUES. `names` gets the names of its columns as they are written, where it gives them itself.
std::string Query(Draft& draft, int depth);

/// A query for use in an expression: one column of the type, or any where the type has no name.
std::string SubQuery(Draft& draft, const Scope& outer, const TypeRef& type, int depth);

}  // namespace schemadiff::random_ddl
