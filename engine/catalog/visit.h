// Code that is the same for the payloads of all kinds.
#pragma once

#include "engine/catalog/payload.h"

namespace schemadiff {

namespace internal {
template <typename Visitor, typename First, typename... Rest>
auto VisitOneOf(const Payload& payload, Visitor& visit, KindList<First, Rest...>) {
  if constexpr (sizeof...(Rest) == 0) {
    return visit(payload.Get<First>());
  } else {
    const First* value = payload.TryGet<First>();
    return value != nullptr ? visit(*value) : VisitOneOf(payload, visit, KindList<Rest...>());
  }
}
}  // namespace internal

/// visit(value) with the payload's value as the type that it is; the result is of one type for all.
template <typename Visitor>
auto VisitPayload(const Payload& payload, Visitor visit) {
  return internal::VisitOneOf(payload, visit, Kinds());
}

}  // namespace schemadiff
