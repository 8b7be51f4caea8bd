// Findings that say again what another one says.
#pragma once

#include <functional>
#include <vector>

#include "engine/diff/finding.h"

namespace schemadiff {

/// Leaves out findings that are consequences of others: since 18, the constraint that SET NOT NULL
/// makes, where the column's own `not_null` tells of it; and the columns of a view whose query
/// could not be compared. `object_of` gives the object of a missing or unexpected one; null: not
/// known.
void FoldConsequences(const std::function<const Object*(const Difference&)>& object_of,
                      std::vector<Finding>* findings);

}  // namespace schemadiff
