// Views and materialized views: what their handlers share with others.
#pragma once

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"
#include "engine/replay/queries.h"

namespace schemadiff::replay {

/// Makes the columns that a query yields those of a new relation, or adds those behind the ones
/// that a view has already. Where they are not fully known, the relation's columns are marked as
/// unknown.
void MakeQueryColumns(Context& cx, ObjectId relation, const AnalysedQuery& query, size_t from = 0);

}  // namespace schemadiff::replay
