// Changes of rows that a publication cannot tell of.
#pragma once

#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Throws what PostgreSQL says when a statement that updates or deletes rows of a table, or of
/// (`children`) what inherits from it, begins to run: 55000 where that is published and nothing
/// identifies its rows, 42P10 where a publication's filter or list of columns does not go with
/// what identifies them. Source: CheckCmdReplicaIdentity() and RelationBuildPublicationDesc().
void CheckReplicaIdentity(const Context& cx, ObjectId table, bool deletes, bool children);

}  // namespace schemadiff::replay
