// String helpers over std::string_view.
//
// Debian 12 builds Abseil with its own string_view type, to which a
// std::string_view does not convert. These thin wrappers hide the difference, so
// that the rest of the project uses std::string_view throughout.
#pragma once

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/string_view.h>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace schemadiff {

inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }

namespace internal {
template <typename T>
decltype(auto) StrCatArgument(const T& value) {
  if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    return ToAbsl(std::string_view(value));
  } else {
    return (value);
  }
}
}  // namespace internal

/// Concatenates strings and numbers.
template <typename... T>
std::string StrCat(const T&... parts) {
  return absl::StrCat(internal::StrCatArgument(parts)...);
}

/// Appends strings and numbers to *out.
template <typename... T>
void StrAppend(std::string* out, const T&... parts) {
  absl::StrAppend(out, internal::StrCatArgument(parts)...);
}

/// Joins any range of strings (or of what `format(std::string*, element)` appends).
template <typename Range, typename Format>
std::string StrJoin(const Range& range, std::string_view separator, Format format) {
  std::string out;
  bool first = true;
  for (const auto& element : range) {
    if (!first) out.append(separator);
    first = false;
    format(&out, element);
  }
  return out;
}
template <typename Range>
std::string StrJoin(const Range& range, std::string_view separator) {
  return StrJoin(range, separator,
                 [](std::string* out, const auto& element) { StrAppend(out, element); });
}

/// Splits at every occurrence of `separator`; the empty text gives one empty part.
std::vector<std::string_view> StrSplit(std::string_view text, char separator);

/// Removes ASCII white space at both ends.
std::string_view StripWhitespace(std::string_view text);

/// Lower-cases ASCII letters only, as PostgreSQL folds identifiers in multi-byte encodings.
std::string AsciiToLower(std::string_view text);
/// The reverse.
std::string AsciiToUpper(std::string_view text);

struct StringHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
struct StringEq {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const { return a == b; }
};

/// Hash containers keyed by string that take std::string_view for look-ups. Their
/// order is not stable: sort before printing.
template <typename V>
using StringMap = absl::flat_hash_map<std::string, V, StringHash, StringEq>;
using StringSet = absl::flat_hash_set<std::string, StringHash, StringEq>;

}  // namespace schemadiff
