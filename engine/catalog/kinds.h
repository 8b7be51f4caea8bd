// The list of object kinds. Adding one: a header under kinds/, and a line in Kinds.
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

#include "engine/catalog/kinds/access_method.h"
#include "engine/catalog/kinds/aggregate.h"
#include "engine/catalog/kinds/base_type.h"
#include "engine/catalog/kinds/cast.h"
#include "engine/catalog/kinds/collation.h"
#include "engine/catalog/kinds/column.h"
#include "engine/catalog/kinds/comment.h"
#include "engine/catalog/kinds/composite_type.h"
#include "engine/catalog/kinds/constraint.h"
#include "engine/catalog/kinds/conversion.h"
#include "engine/catalog/kinds/default_privileges.h"
#include "engine/catalog/kinds/domain.h"
#include "engine/catalog/kinds/enum_type.h"
#include "engine/catalog/kinds/event_trigger.h"
#include "engine/catalog/kinds/extension.h"
#include "engine/catalog/kinds/extension_dependency.h"
#include "engine/catalog/kinds/foreign_data.h"
#include "engine/catalog/kinds/function.h"
#include "engine/catalog/kinds/grant.h"
#include "engine/catalog/kinds/index.h"
#include "engine/catalog/kinds/language.h"
#include "engine/catalog/kinds/materialized_view.h"
#include "engine/catalog/kinds/operator.h"
#include "engine/catalog/kinds/operator_class.h"
#include "engine/catalog/kinds/policy.h"
#include "engine/catalog/kinds/publication.h"
#include "engine/catalog/kinds/range_type.h"
#include "engine/catalog/kinds/rule.h"
#include "engine/catalog/kinds/schema.h"
#include "engine/catalog/kinds/sequence.h"
#include "engine/catalog/kinds/statistics_object.h"
#include "engine/catalog/kinds/subscription.h"
#include "engine/catalog/kinds/table.h"
#include "engine/catalog/kinds/text_search.h"
#include "engine/catalog/kinds/trigger.h"
#include "engine/catalog/kinds/view.h"

namespace schemadiff {

template <typename... T>
struct KindList {
  static constexpr size_t kSize = sizeof...(T);
};

/// What objects of each kind hold besides their identity. The order is that in which reports list
/// kinds.
using Kinds =
    KindList<Schema, Extension, Language, AccessMethod, Collation, Conversion, EnumType, Domain,
             CompositeType, RangeType, ScalarType, ForeignDataWrapper, ForeignServer, UserMapping,
             Sequence, Table, View, MaterializedView, Column, Constraint, Index, StatisticsObject,
             Function, Aggregate, Cast, Operator, OperatorFamily, OperatorClass, Transform,
             TextSearchParser, TextSearchTemplate, TextSearchDictionary, TextSearchConfiguration,
             Trigger, Rule, Policy, EventTrigger, Publication, PublishedTable, PublishedSchema,
             Subscription, ExtensionDependency, Grant, DefaultPrivileges, Comment>;

/// A kind: its place in the list.
enum class Kind : uint8_t {};
inline constexpr size_t kKindCount = Kinds::kSize;
/// Not a kind: "no target" in keys that have none.
inline constexpr Kind kNoKind{0xFF};

namespace internal {
/// The place of T in the list; its size where T is no kind.
template <typename T, typename... U>
constexpr size_t PlaceIn(KindList<U...>) {
  size_t place = 0;
  (void)((std::is_same_v<T, U> || (++place, false)) || ...);
  return place;
}
}  // namespace internal

/// A type of the list.
template <typename T>
concept KindType = internal::PlaceIn<T>(Kinds()) < kKindCount;

/// KindOf<Table> is the kind of tables.
template <KindType T>
inline constexpr Kind KindOf = static_cast<Kind>(internal::PlaceIn<T>(Kinds()));

/// The kind's name, as in reports and JSON: "table", "materialized view".
std::string_view KindName(Kind kind);
/// The kind of that name, or kNoKind.
Kind KindFromName(std::string_view name);

}  // namespace schemadiff
