// What names a collation, an operator class, a language or an access method, or another object that
// is neither relation nor type nor routine, in its own attributes.
#pragma once

#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// The objects that use it by name and so depend on it, besides those that have an edge to it.
std::vector<ObjectId> UsersByName(const Context& cx, ObjectId id);

/// Whether it is of a kind that FollowNamedObject() is for.
bool IsNamedObject(const Object& object);

/// Whatever names the object takes its new name. To be called after it has that; `from` is the key
/// that it had.
void FollowNamedObject(Context& cx, ObjectId id, const ObjectKey& from, OriginId origin);

}  // namespace schemadiff::replay
