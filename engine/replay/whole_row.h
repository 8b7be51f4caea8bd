// Rows of partitions as those of the partitioned table.
//
// Facts from trigger.c (CreateTriggerFiringOn), attmap.c and rewriteManip.c
// (map_variable_attnos) of the server's source.
#pragma once

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// The condition of the copy that a partition has of a trigger: `old.*` and `new.*` are rows of the
/// partition there, converted to those of the table `parent`, whose trigger has `when`.
Expression WhenOfCopy(const Context& cx, const Expression& when, const QualifiedName& parent);

/// Notes that the copy names the row type of the table whose trigger is `original`, or of that
/// one's own original.
void DependOnRowType(Context& cx, ObjectId copy, ObjectId original);

/// Whether there is such a conversion in it.
bool HasConvertedRow(const Expression& when);

}  // namespace schemadiff::replay
