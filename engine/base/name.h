// Interned identifiers.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace schemadiff {

/// An identifier, held once per process: copying is free, equality is a pointer
/// comparison, and a catalog of ten thousand tables stores each name once. Ordering is
/// by bytes, so it is the same on every run. Interning is thread-safe; interned text
/// lives until the process ends.
class Name {
 public:
  Name() : text_(&kEmpty) {}
  // Implicit on purpose: names are written as literals, and read as text, all over the project.
  // NOLINTBEGIN(google-explicit-constructor)
  Name(std::string_view text);
  Name(const std::string& text) : Name(std::string_view(text)) {}
  Name(const char* text) : Name(std::string_view(text)) {}
  operator std::string_view() const { return *text_; }
  // NOLINTEND(google-explicit-constructor)

  const std::string& str() const { return *text_; }
  bool empty() const { return text_->empty(); }

  friend bool operator==(Name a, Name b) { return a.text_ == b.text_; }
  friend std::strong_ordering operator<=>(Name a, Name b) {
    if (a.text_ == b.text_) return std::strong_ordering::equal;
    return a.str() <=> b.str();
  }
  // Literals compare by content, without interning them.
  friend bool operator==(Name a, std::string_view b) { return a.str() == b; }
  friend bool operator==(Name a, const char* b) { return a.str() == b; }
  friend bool operator==(Name a, const std::string& b) { return a.str() == b; }

  template <typename H>
  friend H AbslHashValue(H state, Name name) {
    return H::combine(std::move(state), static_cast<const void*>(name.text_));
  }

 private:
  static const std::string kEmpty;
  const std::string* text_;
};

}  // namespace schemadiff

template <>
struct std::hash<schemadiff::Name> {
  size_t operator()(schemadiff::Name name) const noexcept {
    return std::hash<const std::string*>{}(&name.str());
  }
};
