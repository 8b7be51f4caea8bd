// How a kind describes its attributes, once.
//
// A payload (one header per kind under engine/catalog/kinds) is an aggregate with a static
// Attrs() that names each of its fields. Equality, hash, diff, JSON, snapshot and text are
// derived from that description; a field that Attrs() does not name does not compile.
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <utility>

namespace schemadiff {

/// How an attribute takes part in a comparison.
enum class AttributeRole {
  kCompared,  ///< a difference is a change of the schema
  kCosmetic,  ///< a difference is reported as cosmetic: it changes no meaning
  kRelative,  ///< a position among siblings: only a different order of the common siblings differs
  kInformative,  ///< kept in snapshots and shown, never compared
};

/// One attribute: its stable name (as in JSON), the field that holds it, and since which
/// server version PostgreSQL has it (server_version_num form, 0: in every version we
/// support). Where either side is older, it is not compared.
template <typename Payload, typename Member>
struct Attr {
  constexpr Attr(std::string_view attribute, Member Payload::* field, int since_version = 0,
                 AttributeRole attribute_role = AttributeRole::kCompared)
      : name(attribute), member(field), since(since_version), role(attribute_role) {}
  constexpr Attr(std::string_view attribute, Member Payload::* field, AttributeRole attribute_role)
      : Attr(attribute, field, 0, attribute_role) {}

  std::string_view name;
  Member Payload::* member;
  int since;
  AttributeRole role;
};

namespace internal {

struct AnyField {
  template <typename Field>
  operator Field() const noexcept;  // NOLINT(google-explicit-constructor)
};

template <typename Payload, size_t... I>
constexpr bool InitializableWith(std::index_sequence<I...>) {
  return requires { Payload{(void(I), AnyField{})...}; };
}

template <typename Payload, size_t N = 0>
constexpr size_t FieldCount() {
  if constexpr (InitializableWith<Payload>(std::make_index_sequence<N + 1>{})) {
    return FieldCount<Payload, N + 1>();
  } else {
    return N;
  }
}

template <typename A, typename B>
constexpr bool SameField(const A&, const B&) {
  return false;
}
template <typename Payload, typename Member>
constexpr bool SameField(const Attr<Payload, Member>& a, const Attr<Payload, Member>& b) {
  return a.member == b.member;
}

template <size_t J, typename Tuple, size_t... I>
constexpr bool DistinctFromEarlier([[maybe_unused]] const Tuple& attrs, std::index_sequence<I...>) {
  return ((!SameField(std::get<J>(attrs), std::get<I>(attrs)) &&
           std::get<J>(attrs).name != std::get<I>(attrs).name) &&
          ...);
}

template <typename Tuple, size_t... J>
constexpr bool AllDistinct([[maybe_unused]] const Tuple& attrs, std::index_sequence<J...>) {
  return (DistinctFromEarlier<J>(attrs, std::make_index_sequence<J>{}) && ...);
}

}  // namespace internal

/// A type that describes its fields with Attrs().
template <typename T>
concept Described = requires { T::Attrs(); };

/// True when Attrs() names every field of the aggregate exactly once. Each kind's header
/// asserts it, so that a forgotten field does not compile.
template <Described T>
inline constexpr bool kFullyDescribed =
    std::tuple_size_v<decltype(T::Attrs())> == internal::FieldCount<T>() &&
    internal::AllDistinct(T::Attrs(),
                          std::make_index_sequence<std::tuple_size_v<decltype(T::Attrs())>>{});

/// The position of a field in T::Attrs(): the attribute's index in provenance and differences.
template <Described T, typename Member>
constexpr size_t AttributeIndex(Member T::* member) {
  size_t index = 0;
  size_t found = static_cast<size_t>(-1);
  std::apply(
      [&](const auto&... attr) {
        ((internal::SameField(attr, Attr<T, Member>{"", member}) ? (void)(found = index) : (void)0,
          ++index),
         ...);
      },
      T::Attrs());
  return found;
}

}  // namespace schemadiff
