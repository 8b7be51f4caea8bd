// Who owns an object, whatever its kind.
#pragma once

#include "engine/catalog/catalog.h"

namespace schemadiff {

/// Whether objects of the kind have an owner of their own. (Others are their relation's, or
/// nobody's.)
bool HasOwner(Kind kind);
/// Empty where it is not stated, and for objects without an owner of their own.
Name OwnerOf(const Object& object);
/// Nothing happens where the kind has none. An empty name states none.
void SetOwner(Catalog* catalog, ObjectId id, Name owner, OriginId origin);

}  // namespace schemadiff
