// Dropping objects along their dependencies. Facts from dependency.c of the server's source.
#pragma once

#include <span>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Drops the objects, what is part of them, and what depends on them. Throws 2BP01 where an object
/// is an inseparable part of another, or (without `cascade`) where something else depends on one
/// of them that does not go along by itself.
///
/// How an edge leads to the fate of its dependent: an auto or internal one takes it along, a
/// normal one needs CASCADE. A column whose default (not whose type) refers to a dropped object
/// loses only the default.
void DropObjects(Context& cx, std::span<const ObjectId> objects, bool cascade, OriginId origin);

inline void DropObject(Context& cx, ObjectId object, bool cascade, OriginId origin) {
  DropObjects(cx, {&object, 1}, cascade, origin);
}

}  // namespace schemadiff::replay
