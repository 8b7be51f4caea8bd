// What statements that change rows, and those that lock or maintain relations, refuse.
#pragma once

#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Of INSERT, UPDATE, DELETE, TRUNCATE and COPY, also within WITH: throws 42P01 for a target that
/// is not there, and what CheckReplicaIdentity() throws. Statements of a history ran, whatever is
/// known here of their tables: nothing is refused of them.
void CheckChangedRelation(const Context& cx, const ast::Node& stmt);

/// Of a relation that a query reads as it runs: throws 42P17 for a view that reads itself, perhaps
/// through other views. The server makes such a view, and fails where it is used.
void CheckReadRelation(const Context& cx, const ast::RangeVar& range);

/// LOCK, REINDEX, VACUUM, ANALYZE: 42P01 for a relation that is not there.
void CheckMaintained(Context& cx, const ast::Node& stmt);

}  // namespace schemadiff::replay
