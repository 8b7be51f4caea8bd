// Names that extensions bring.
#pragma once

#include <string_view>

#include "engine/pg/extensions.h"
#include "engine/replay/context.h"
#include "engine/replay/lookup.h"

namespace schemadiff::replay {

/// The installed extension that has a certain member: find(extension's name) returns the member, or
/// null. Where none is known to have it, one of which not all is known may: its id is returned
/// with *member null. kNoObject where no extension can have it. `schema` empty: any schema that
/// search_path reaches.
template <typename Find>
ObjectId FindExtensionOf(const Context& cx, std::string_view schema, Find find,
                         const ExtensionMember** member) {
  const std::vector<Name> path = schema.empty() ? SearchPath(cx) : std::vector<Name>{Name(schema)};
  ObjectId result = kNoObject;
  *member = nullptr;
  cx.catalog.ForEachOfKind(KindOf<Extension>, [&](ObjectId id) {
    const Object& object = cx.catalog.Get(id);
    if (*member != nullptr ||
        std::find(path.begin(), path.end(), object.As<Extension>().schema) == path.end()) {
      return;
    }
    if (const ExtensionMember* found = find(std::string_view(object.key.name))) {
      *member = found;
      result = id;
      return;
    }
    const ExtensionFacts* facts = Extensions::ForMajor(cx.major()).Find(object.key.name);
    if (facts == nullptr || !facts->complete) result = id;
  });
  return result;
}

}  // namespace schemadiff::replay
