// Value types that attributes are made of.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/name.h"
#include "engine/catalog/attribute.h"
#include "engine/pg/privileges.h"

namespace schemadiff {

/// Texts of an enum's values, in the order of their numbers from 0: what JSON and reports
/// show. Specialised next to each enum.
template <typename E>
inline constexpr std::array<std::string_view, 0> kEnumText{};

template <typename E>
concept TextEnum = std::is_enum_v<E> && (kEnumText<E>.size() > 0);

template <TextEnum E>
constexpr std::string_view EnumText(E value) {
  return kEnumText<E>[static_cast<size_t>(value)];
}

/// The name of an object that lives in a schema. An empty name means "none".
struct QualifiedName {
  Name schema;
  Name name;

  bool empty() const { return name.empty(); }
  /// Quoted as PostgreSQL quotes identifiers, with its schema: `public."Odd name"`.
  std::string ToString() const;
  friend bool operator==(const QualifiedName&, const QualifiedName&) = default;
  friend auto operator<=>(const QualifiedName&, const QualifiedName&) = default;

  static constexpr auto Attrs() {
    return std::tuple(Attr{"schema", &QualifiedName::schema}, Attr{"name", &QualifiedName::name});
  }
};
static_assert(kFullyDescribed<QualifiedName>);

/// A column of a relation, such as the one that owns a sequence.
struct ColumnName {
  Name schema;
  Name table;
  Name column;

  bool empty() const { return column.empty(); }
  std::string ToString() const;
  friend bool operator==(const ColumnName&, const ColumnName&) = default;

  static constexpr auto Attrs() {
    return std::tuple(Attr{"schema", &ColumnName::schema}, Attr{"table", &ColumnName::table},
                      Attr{"column", &ColumnName::column});
  }
};
static_assert(kFullyDescribed<ColumnName>);

/// A stored expression or query: a default, a check, a predicate, a view's query.
///
/// `canonical` is the text that the server prints for it with an empty search_path. Where
/// parse analysis could not resolve it, only its source text is known; such an expression
/// equals another only if their texts are the same to the byte (PostgreSQL's own canonical
/// text, parsed again, gives itself), and is otherwise not comparable.
class Expression {
 public:
  Expression() = default;
  static Expression Canonical(std::string canonical, std::string source = {});
  static Expression Unresolved(std::string source, std::string reason);

  bool empty() const { return data_ == nullptr; }
  bool resolved() const { return data_ == nullptr || data_->reason.empty(); }
  /// The canonical text, or the source text where unresolved; empty for no expression.
  const std::string& text() const;
  /// As the user wrote it, where known.
  const std::string& source() const;
  /// Why it is unresolved; empty when it is resolved.
  const std::string& reason() const;

 private:
  struct Data {
    std::string text;
    std::string source;
    std::string reason;
  };
  std::shared_ptr<const Data> data_;
};

/// A value that is compared only where both sides state it, such as an extension's version.
template <typename T>
struct Stated {
  std::optional<T> value;

  Stated() = default;
  Stated(T stated) : value(std::move(stated)) {}  // NOLINT(google-explicit-constructor)
  friend bool operator==(const Stated&, const Stated&) = default;
};

/// `name=value` storage parameters and the like; kept sorted by name.
struct Option {
  Name name;
  std::string value;
  friend bool operator==(const Option&, const Option&) = default;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"name", &Option::name}, Attr{"value", &Option::value});
  }
};
static_assert(kFullyDescribed<Option>);

class Options {
 public:
  void Set(Name name, std::string value);
  void Reset(Name name);
  const std::string* Find(std::string_view name) const;
  const std::vector<Option>& list() const { return list_; }
  bool empty() const { return list_.empty(); }
  friend bool operator==(const Options&, const Options&) = default;

 private:
  std::vector<Option> list_;
};

/// The outcome of comparing two values, from best to worst.
enum class Comparison { kEqual, kCosmetic, kNotComparable, kDifferent };

}  // namespace schemadiff
