// Changing a payload as a whole while each attribute keeps the provenance that it deserves.
#pragma once

#include <utility>

#include "engine/catalog/kind_info.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Gives the object another payload of its kind. The attributes that differ have `origin` from now
/// on.
template <typename T>
void Store(Context& cx, ObjectId id, T after, OriginId origin) {
  const KindInfo& info = InfoFor(KindOf<T>);
  const Payload changed(std::move(after));
  for (size_t i = 0; i < info.attributes.size(); ++i) {
    const Payload& before = cx.catalog.Get(id).payload;
    if (info.attributes[i].compare(before, changed, {}) != Comparison::kEqual) {
      cx.catalog.SetAttributeOrigin(id, i, origin);
    }
  }
  cx.catalog.Edit<T>(id) = changed.Get<T>();
}

}  // namespace schemadiff::replay
