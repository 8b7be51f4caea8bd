// Comments on objects of the catalog.
#pragma once

#include <string>
#include <string_view>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Sets the comment on an object, or removes it where `text` is empty.
///
/// What initdb says of schema public and what CREATE EXTENSION says of an extension is no comment
/// of anybody's, and counts as none.
void SetComment(Context& cx, ObjectId target, std::string_view text, OriginId origin);

/// The comment on an index, which may be a constraint's: another one than that on the constraint.
/// Empty where there is none.
std::string IndexComment(const Catalog& catalog, ObjectId index);
void SetIndexComment(Context& cx, ObjectId index, std::string_view text, OriginId origin);

}  // namespace schemadiff::replay
