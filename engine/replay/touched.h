// What a statement would have touched whose effect is not known.
#pragma once

#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// The keys of the objects that the statement makes or changes, as far as it names them. A name
/// that may be that of objects of several kinds is a key of kind kNoKind.
std::vector<ObjectKey> TouchedBy(const Context& cx, const ast::Node& stmt);

}  // namespace schemadiff::replay
