// Following dependency edges to what they mean.
#pragma once

#include "engine/catalog/catalog.h"

namespace schemadiff {

/// The column that an edge of `catalog` refers to; kNoObject where it refers to an object as a
/// whole, or to a column that is not there.
ObjectId ReferencedColumn(const Catalog& catalog, const Dependency& reference);

}  // namespace schemadiff
