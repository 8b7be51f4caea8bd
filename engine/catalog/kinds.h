// The list of object kinds. Adding one: a header under kinds/, and a line in Payload.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "engine/catalog/kinds/aggregate.h"
#include "engine/catalog/kinds/column.h"
#include "engine/catalog/kinds/comment.h"
#include "engine/catalog/kinds/composite_type.h"
#include "engine/catalog/kinds/constraint.h"
#include "engine/catalog/kinds/domain.h"
#include "engine/catalog/kinds/enum_type.h"
#include "engine/catalog/kinds/extension.h"
#include "engine/catalog/kinds/function.h"
#include "engine/catalog/kinds/index.h"
#include "engine/catalog/kinds/materialized_view.h"
#include "engine/catalog/kinds/policy.h"
#include "engine/catalog/kinds/range_type.h"
#include "engine/catalog/kinds/schema.h"
#include "engine/catalog/kinds/sequence.h"
#include "engine/catalog/kinds/table.h"
#include "engine/catalog/kinds/trigger.h"
#include "engine/catalog/kinds/view.h"

namespace schemadiff {

/// What an object holds besides its identity: one alternative per kind. The order is that in
/// which reports list kinds.
using Payload = std::variant<Schema, Extension, EnumType, Domain, CompositeType, RangeType,
                             Sequence, Table, View, MaterializedView, Column, Constraint, Index,
                             Function, Aggregate, Trigger, Policy, Comment>;

/// A kind: the index of its payload in the variant.
enum class Kind : uint8_t {};
inline constexpr size_t kKindCount = std::variant_size_v<Payload>;
/// Not a kind: "no target" in keys that have none.
inline constexpr Kind kNoKind{0xFF};

namespace internal {
template <typename T, size_t I = 0>
constexpr size_t AlternativeIndex() {
  if constexpr (std::is_same_v<T, std::variant_alternative_t<I, Payload>>) {
    return I;
  } else {
    return AlternativeIndex<T, I + 1>();
  }
}
}  // namespace internal

/// KindOf<Table> is the kind of tables.
template <typename T>
inline constexpr Kind KindOf = static_cast<Kind>(internal::AlternativeIndex<T>());

inline Kind KindOfPayload(const Payload& payload) { return static_cast<Kind>(payload.index()); }

/// The kind's name, as in reports and JSON: "table", "materialized view".
std::string_view KindName(Kind kind);
/// The kind of that name, or kNoKind.
Kind KindFromName(std::string_view name);

}  // namespace schemadiff
