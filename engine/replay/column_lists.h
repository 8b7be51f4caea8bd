// Views that are printed with lists of the columns of what they read.
#pragma once

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// After a relation got or lost a column: prints anew those queries of views that hold a list of
/// its columns, or join by the names of columns, as the server does (ruleutils.c,
/// set_relation_column_names); where the outcome is not known, the query becomes unresolved.
/// Provenance stays.
void FollowColumnLists(Context& cx, ObjectId relation, bool lost);

}  // namespace schemadiff::replay
