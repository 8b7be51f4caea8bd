// Casts that statements made, which the catalog does not hold as objects.
#pragma once

#include <string>

#include "engine/replay/context.h"

namespace schemadiff::replay {

/// DROP CAST; `types` are the two of one cast.
void DropCast(Context& cx, const ast::List& types, bool missing_ok);

/// The description of a cast from or to that type, or by that function; empty where there is none.
std::string CastThatNeeds(const Context& cx, ObjectId id);
/// Those casts go with it.
void DropCastsOf(Context& cx, ObjectId id);
/// A type or function has another name: in casts, and in operators that statements made.
void FollowInCasts(Context& cx, const ObjectKey& from, const ObjectKey& to);

}  // namespace schemadiff::replay
