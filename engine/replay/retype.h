// What follows the type of a column: the indexes and constraints that are made of it.
//
// The server drops them and makes them anew from their definitions, against the new type (facts
// from tablecmds.c, ATPostAlterTypeCleanup and ATPostAlterTypeParse).
#pragma once

#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Makes the objects, which are indexes and constraints of whatever tables, anew for the types that
/// their columns have by now. Throws what the server raises where the new type does not serve.
void RemakeForNewTypes(Context& cx, const std::vector<ObjectId>& objects, OriginId origin);

}  // namespace schemadiff::replay
