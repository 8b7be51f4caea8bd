// Objects that live in no schema, found by their kind and name alone.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// kNoObject where there is none of that name. Throws FollowsUnknown where there may be one.
template <typename T>
ObjectId FindGlobal(const Context& cx, std::string_view name) {
  const ObjectKey key = KeyFor<T>(name);
  const ObjectId id = cx.catalog.IdOf(key);
  if (id == kNoObject && cx.catalog.UnknownReason(key) != nullptr) {
    throw FollowsUnknown(StrCat(T::kKind, " \"", name, "\" is not known"));
  }
  return id;
}

/// The same, with 42704 where there is none.
template <typename T>
ObjectId RequireGlobal(const Context& cx, std::string_view name) {
  const ObjectId id = FindGlobal<T>(cx, name);
  if (id != kNoObject) return id;
  throw PgError(sqlstate::kUndefinedObject, StrCat(T::kKind, " \"", name, "\" does not exist"));
}

/// Throws 42710 where there is one of that name.
template <typename T>
void CheckNoGlobal(const Context& cx, std::string_view name) {
  if (cx.catalog.Find(KeyFor<T>(name)) == nullptr) return;
  throw PgError(sqlstate::kDuplicateObject, StrCat(T::kKind, " \"", name, "\" already exists"));
}

}  // namespace schemadiff::replay
