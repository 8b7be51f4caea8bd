// Values of expressions that are evaluated without a server.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace schemadiff::replay {

/// A value as far as it is known. Types are told apart only as far as comparing needs it: a text
/// stands for all types whose values are compared as texts.
struct Value {
  enum class Kind : uint8_t {
    kUnknown,   ///< could be anything that a server or its rows decide
    kNull,      ///<
    kBool,      ///<
    kNumber,    ///< an integer
    kText,      ///<
    kIdentity,  ///< an OID, or another number by which catalogs refer: equal or not, no more
    kArray,     ///< of `items`
    kRecord,    ///< of `items`, called `names`
  };
  Kind kind = Kind::kUnknown;
  bool truth = false;
  int64_t number = 0;
  std::string text;  ///< of a text, or of an identity
  std::vector<Value> items;
  std::vector<std::string> names;
  /// kUnknown: the name or identity of an object that comes with the server or with an extension,
  /// and has a row in this system catalog. Empty: anything.
  std::string_view of_server;

  bool known() const { return kind != Kind::kUnknown; }
  bool IsNull() const { return kind == Kind::kNull; }
  bool IsTrue() const { return kind == Kind::kBool && truth; }
  bool IsFalse() const { return kind == Kind::kBool && !truth; }

  static Value Unknown() { return {}; }
  static Value OfServer(std::string_view catalog) {
    Value value;
    value.of_server = catalog;
    return value;
  }
  static Value Null() {
    Value value;
    value.kind = Kind::kNull;
    return value;
  }
  static Value Bool(bool truth) {
    Value value;
    value.kind = Kind::kBool;
    value.truth = truth;
    return value;
  }
  static Value Number(int64_t number) {
    Value value;
    value.kind = Kind::kNumber;
    value.number = number;
    return value;
  }
  static Value Text(std::string_view text) {
    Value value;
    value.kind = Kind::kText;
    value.text = text;
    return value;
  }
  static Value Identity(std::string text) {
    Value value;
    value.kind = Kind::kIdentity;
    value.text = std::move(text);
    return value;
  }
  static Value Array(std::vector<Value> items) {
    Value value;
    value.kind = Kind::kArray;
    value.items = std::move(items);
    return value;
  }
  static Value Record(std::vector<std::string> names, std::vector<Value> items) {
    Value value;
    value.kind = Kind::kRecord;
    value.names = std::move(names);
    value.items = std::move(items);
    return value;
  }
};

/// What a cast to text gives; nothing for NULL, for what is not known, and for values whose text
/// depends on their type.
std::optional<std::string> TextOf(const Value& value);

/// NOT of a truth value.
Value NotOf(const Value& value);

/// The integer, or that which a text holds.
std::optional<int64_t> NumberOf(const Value& value);

/// The truth value, or that which a text holds.
std::optional<bool> TruthOf(const Value& value);

}  // namespace schemadiff::replay
