#include "engine/catalog/ownership.h"

#include <optional>

#include "engine/catalog/visit.h"

namespace schemadiff {
namespace {

template <typename T>
concept Owned = requires(T payload) { payload.owner = Stated<Name>(); };

template <typename... T>
bool AnyHasOwner(Kind kind, KindList<T...>) {
  return ((KindOf<T> == kind && Owned<T>) || ...);
}

}  // namespace

bool HasOwner(Kind kind) { return AnyHasOwner(kind, Kinds()); }

Name OwnerOf(const Object& object) {
  return VisitPayload(object.payload, []<typename T>(const T& payload) -> Name {
    if constexpr (Owned<T>) return payload.owner.value.value_or(Name());
    return {};
  });
}

void SetOwner(Catalog* catalog, ObjectId id, Name owner, OriginId origin) {
  VisitPayload(catalog->Get(id).payload, [&]<typename T>(const T&) {
    if constexpr (Owned<T>) {
      catalog->Set(id, &T::owner, owner.empty() ? Stated<Name>() : Stated<Name>(owner), origin);
    }
  });
}

}  // namespace schemadiff
