// Operators on values: which are equal, how they are ordered, what they give.
#include <cstdlib>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/catalog_rows.h"
#include "engine/replay/static_eval.h"

namespace schemadiff::replay {
namespace {

// PostgreSQL's LIKE, with a backslash as its escape.
bool Like(std::string_view text, std::string_view pattern) {
  while (!pattern.empty()) {
    const char first = pattern.front();
    pattern.remove_prefix(1);
    if (first == '%') {
      for (size_t skip = 0; skip <= text.size(); ++skip) {
        if (Like(text.substr(skip), pattern)) return true;
      }
      return false;
    }
    if (text.empty()) return false;
    char wanted = first;
    if (first == '\\' && !pattern.empty()) {
      wanted = pattern.front();
      pattern.remove_prefix(1);
    } else if (first == '_') {
      wanted = text.front();
    }
    if (text.front() != wanted) return false;
    text.remove_prefix(1);
  }
  return text.empty();
}

}  // namespace

Value NotOf(const Value& value) {
  const std::optional<bool> truth = TruthOf(value);
  if (truth) return Value::Bool(!*truth);
  return value.IsNull() ? value : Value::Unknown();
}

std::optional<int> StaticEvaluator::Compare(const Value& left, const Value& right) const {
  using Kind = Value::Kind;
  const auto sign = [](auto a, auto b) { return a < b ? -1 : a > b ? 1 : 0; };
  if (left.kind == Kind::kNumber || right.kind == Kind::kNumber) {
    const std::optional<int64_t> a = NumberOf(left);
    const std::optional<int64_t> b = NumberOf(right);
    if (a && b) return sign(*a, *b);
    return std::nullopt;
  }
  if (left.kind == Kind::kBool || right.kind == Kind::kBool) {
    const std::optional<bool> a = TruthOf(left);
    const std::optional<bool> b = TruthOf(right);
    if (a && b) return sign(static_cast<int>(*a), static_cast<int>(*b));
    return std::nullopt;
  }
  if (left.kind == Kind::kText && right.kind == Kind::kText) {
    // Names are ordered by bytes, other texts by the collation of the database.
    const int order = left.text.compare(right.text);
    return sign(order, 0);
  }
  return std::nullopt;
}

Value StaticEvaluator::Equal(const Value& left, const Value& right) const {
  using Kind = Value::Kind;
  if (left.IsNull() || right.IsNull()) return Value::Null();
  for (const auto& [one, other] : {std::pair(&left, &right), std::pair(&right, &left)}) {
    if (one->known() || one->of_server.empty() || !other->known()) continue;
    // Objects of users are none of the server's.
    if (other->kind == Kind::kIdentity) {
      const bool of_user =
          other->text.starts_with("object ") ||
          (one->of_server == "pg_namespace" && other->text != "schema pg_catalog" &&
           other->text != "schema information_schema" && other->text != "schema pg_toast");
      return of_user ? Value::Bool(false) : Value::Unknown();
    }
    const std::optional<std::string> name = TextOf(*other);
    if (name && !MayBeOfServer(cx_, one->of_server, *name)) return Value::Bool(false);
    return Value::Unknown();
  }
  if (left.kind == Kind::kIdentity && right.kind == Kind::kIdentity) {
    return Value::Bool(left.text == right.text);
  }
  for (const auto& [one, other] : {std::pair(&left, &right), std::pair(&right, &left)}) {
    // No object has the number 0.
    if (one->kind == Kind::kIdentity && other->kind == Kind::kNumber && other->number == 0) {
      return Value::Bool(false);
    }
  }
  if (left.kind == Kind::kArray && right.kind == Kind::kArray) {
    if (left.items.size() != right.items.size()) return Value::Bool(false);
    for (size_t i = 0; i < left.items.size(); ++i) {
      Value same = Equal(left.items[i], right.items[i]);
      if (same.IsFalse()) return same;
      if (!same.IsTrue()) return Value::Unknown();
    }
    return Value::Bool(true);
  }
  const std::optional<int> order = Compare(left, right);
  return order ? Value::Bool(*order == 0) : Value::Unknown();
}

Value StaticEvaluator::Operator(std::string_view name, const Value& left,
                                const Value& right) const {
  using Kind = Value::Kind;
  if (left.IsNull() || right.IsNull()) return Value::Null();
  if (name == "=") return Equal(left, right);
  if (name == "<>" || name == "!=") return NotOf(Equal(left, right));
  if (name == "~~" || name == "!~~" || name == "~~*" || name == "!~~*") {
    if (left.kind != Kind::kText || right.kind != Kind::kText) return Value::Unknown();
    const bool fold = name.ends_with('*');
    const bool like = fold ? Like(AsciiToLower(left.text), AsciiToLower(right.text))
                           : Like(left.text, right.text);
    return Value::Bool(like != name.starts_with('!'));
  }
  if (name == "||") {
    if (left.kind == Kind::kArray || right.kind == Kind::kArray) return Value::Unknown();
    const std::optional<std::string> a = TextOf(left);
    const std::optional<std::string> b = TextOf(right);
    // What a loop doubles each time is no SQL.
    constexpr size_t kLongText = size_t{1} << 20;
    if (!a || !b || a->size() + b->size() > kLongText) return Value::Unknown();
    return Value::Text(StrCat(*a, *b));
  }
  if (name == "+" || name == "-" || name == "*") {
    // Far from overflow, lest that be an error.
    constexpr int64_t kLarge = 1'000'000;
    if (left.kind != Kind::kNumber || right.kind != Kind::kNumber) return Value::Unknown();
    if (std::abs(left.number) > kLarge || std::abs(right.number) > kLarge) return Value::Unknown();
    if (name == "+") return Value::Number(left.number + right.number);
    if (name == "-") return Value::Number(left.number - right.number);
    return std::abs(left.number * right.number) > kLarge
               ? Value::Unknown()
               : Value::Number(left.number * right.number);
  }
  if (name == "<" || name == ">" || name == "<=" || name == ">=") {
    // A column's number is greater than 0: those of the system are not listed.
    std::optional<int> order = Compare(left, right);
    if (left.kind == Kind::kIdentity && left.text.starts_with("column ") &&
        right.kind == Kind::kNumber && right.number <= 0) {
      order = 1;
    }
    if (!order) return Value::Unknown();
    return Value::Bool(name.front() == '<' ? *order < 0 || (*order == 0 && name.size() == 2)
                                           : *order > 0 || (*order == 0 && name.size() == 2));
  }
  return Value::Unknown();
}

Value StaticEvaluator::AnyOf(std::string_view name, const Value& left,
                             const std::vector<Value>& right, bool all) const {
  bool unknown = false;
  bool null = false;
  for (const Value& item : right) {
    const Value value = Operator(name, left, item);
    if (all ? value.IsFalse() : value.IsTrue()) return Value::Bool(!all);
    null |= value.IsNull();
    unknown |= !value.known();
  }
  if (unknown) return Value::Unknown();
  return null ? Value::Null() : Value::Bool(all);
}

}  // namespace schemadiff::replay
