#include "engine/catalog/kind_info.h"

#include <array>

#include "engine/catalog/value_traits.h"

namespace schemadiff {
namespace internal {

Comparison CompareTypes(const TypeRef& a, const TypeRef& b) {
  if (a == b) return Comparison::kEqual;
  const bool alike = a.schema == b.schema && a.name == b.name && a.array == b.array;
  if (!alike || a.schema == "pg_catalog" || a.modifiers.empty() || b.modifiers.empty()) {
    return Comparison::kDifferent;
  }
  // Case and blanks aside, and part by part.
  const auto parts = [](std::string_view modifiers) {
    std::vector<std::string> list;
    for (const std::string_view part : StrSplit(modifiers, ',')) {
      std::erase(list.emplace_back(AsciiToLower(part)), ' ');
    }
    return list;
  };
  const std::vector<std::string> in_a = parts(a.modifiers), in_b = parts(b.modifiers);
  if (in_a == in_b) return Comparison::kCosmetic;
  return in_a.size() == in_b.size() ? Comparison::kDifferent : Comparison::kNotComparable;
}

}  // namespace internal

namespace {

// One set of functions per (kind, attribute index), generated from T::Attrs().
template <typename T, size_t I>
struct AttributeFunctions {
  static constexpr auto kAttr = std::get<I>(T::Attrs());

  static const auto& Get(const Payload& payload) { return payload.Get<T>().*(kAttr.member); }

  static Comparison Compare(const Payload& a, const Payload& b, const CompareContext& context) {
    return internal::CompareValues(Get(a), Get(b), context);
  }
  static bool IsSet(const Payload& payload) {
    static const Payload kDefault{T{}};
    return internal::CompareValues(Get(payload), Get(kDefault), {}) != Comparison::kEqual ||
           internal::ValueText(Get(payload)) != internal::ValueText(Get(kDefault));
  }
  static std::string Unresolved(const Payload& payload) {
    return internal::UnresolvedReason(Get(payload));
  }
  static std::string Text(const Payload& payload) { return internal::ValueText(Get(payload)); }
  static int64_t Number([[maybe_unused]] const Payload& payload) {
    if constexpr (std::is_integral_v<std::remove_cvref_t<decltype(Get(payload))>>) {
      return static_cast<int64_t>(Get(payload));
    } else {
      return 0;
    }
  }
  static nlohmann::json ToJson(const Payload& payload) {
    return internal::ValueToJson(Get(payload));
  }
  static bool FromJson(const nlohmann::json& json, Payload& payload) {
    return internal::ValueFromJson(json, payload.Mutable<T>().*(kAttr.member));
  }
  static void Hash(const Payload& payload, StableHasher& hasher) {
    internal::HashValue(Get(payload), hasher);
  }
  static constexpr AttributeInfo Info() {
    return {kAttr.name, kAttr.since, kAttr.role, Compare,  IsSet, Unresolved,
            Text,       Number,      ToJson,     FromJson, Hash};
  }
};

template <typename T>
struct KindFunctions {
  static constexpr size_t kCount = std::tuple_size_v<decltype(T::Attrs())>;

  template <size_t... I>
  static constexpr std::array<AttributeInfo, kCount> MakeAttributes(std::index_sequence<I...>) {
    return {AttributeFunctions<T, I>::Info()...};
  }
  static constexpr std::array<AttributeInfo, kCount> kAttributes =
      MakeAttributes(std::make_index_sequence<kCount>{});

  static Payload Make() { return T{}; }
  static int Since([[maybe_unused]] const Payload& payload) {
    if constexpr (requires(const T& t) { t.Since(); }) {
      return payload.Get<T>().Since();
    } else {
      return 0;
    }
  }
  static constexpr KindInfo Info() {
    return {T::kKind, std::span<const AttributeInfo>(kAttributes.data(), kCount), Make, Since,
            requires {T::kOrderOfPartsMatters;
  }
};
}  // namespace
};  // namespace schemadiff

template <typename... T>
constexpr std::array<KindInfo, kKindCount> MakeKinds(KindList<T...>) {
  return {KindFunctions<T>::Info()...};
}

constexpr std::array<KindInfo, kKindCount> kKinds = MakeKinds(Kinds());

}  // namespace

const KindInfo& InfoFor(Kind kind) { return kKinds.at(static_cast<size_t>(kind)); }

std::string_view KindName(Kind kind) { return kind == kNoKind ? "" : InfoFor(kind).name; }

Kind KindFromName(std::string_view name) {
  for (size_t i = 0; i < kKindCount; ++i) {
    if (kKinds[i].name == name) return static_cast<Kind>(i);
  }
  return kNoKind;
}

}  // namespace schemadiff
