// Whether the bound of a new partition leaves the others alone. Facts from partbounds.c
// (check_new_partition_bound) of the server's source.
#include <algorithm>
#include <charconv>
#include <compare>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/partition.h"
#include "engine/replay/relation.h"
#include "parsers/sql/lexer.h"

namespace schemadiff::replay {
namespace {

// One value of a bound.
struct Value {
  enum class Kind { kMinimum, kText, kMaximum, kNull };
  Kind kind = Kind::kText;
  std::string text;
};
using Values = std::vector<Value>;

struct Bound {
  bool is_default = false;
  Values list;
  Values lower;
  Values upper;
  int modulus = 0;
  int remainder = 0;
};

enum class Order { kLess, kEqual, kGreater, kUnknown };

Order OrderOf(std::strong_ordering order) {
  if (order == std::strong_ordering::equal) return Order::kEqual;
  return order == std::strong_ordering::less ? Order::kLess : Order::kGreater;
}

// Reads a bound as the server prints it. No parser is needed for that, and there can be many.
class BoundReader {
 public:
  explicit BoundReader(std::string_view text) : lexer_(text) {}

  // Nothing for a text that is not of one of the known forms.
  std::optional<Bound> Read() {
    Bound bound;
    Next();
    if (text_ == "DEFAULT") {
      bound.is_default = true;
      return bound;
    }
    if (!Take("FOR") || !Take("VALUES")) return std::nullopt;
    if (Take("IN")) {
      if (!ReadValues(&bound.list)) return std::nullopt;
    } else if (Take("FROM")) {
      if (!ReadValues(&bound.lower) || !Take("TO") || !ReadValues(&bound.upper))
        return std::nullopt;
    } else if (Take("WITH")) {
      if (!Take("(") || !Take("modulus") || !ReadNumber(&bound.modulus) || !Take(",") ||
          !Take("remainder") || !ReadNumber(&bound.remainder) || !Take(")")) {
        return std::nullopt;
      }
    }
    return bound;
  }

 private:
  void Next() {
    token_ = lexer_.Next();
    text_ = lexer_.Text(token_);
  }
  bool Take(std::string_view expected) {
    if (text_ != expected) return false;
    Next();
    return true;
  }
  bool ReadNumber(int* number) {
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), *number);
    if (error != std::errc() || *number < 0) return false;
    Next();
    return true;
  }
  bool ReadValues(Values* values) {
    if (!Take("(")) return false;
    do {
      Value& value = values->emplace_back();
      if (text_ == "MINVALUE") {
        value.kind = Value::Kind::kMinimum;
      } else if (text_ == "MAXVALUE") {
        value.kind = Value::Kind::kMaximum;
      } else if (text_ == "NULL") {
        value.kind = Value::Kind::kNull;
      } else if (token_.kind == SqlTokenKind::kString && text_.front() == '\'') {
        value.text = text_.substr(1, text_.size() - 2);
      } else {
        value.text = text_;
      }
      Next();
    } while (Take(","));
    return Take(")");
  }

  SqlLexer lexer_;
  SqlToken token_;
  std::string_view text_;
};

std::optional<Bound> ReadBound(const Expression& expression) {
  if (expression.empty() || !expression.resolved()) return std::nullopt;
  return BoundReader(expression.text()).Read();
}

bool IsOneOf(const TypeRef& type, std::initializer_list<std::string_view> names) {
  return type.schema == "pg_catalog" && !type.array &&
         std::ranges::find(names, std::string_view(type.name)) != names.end();
}

std::optional<int64_t> Number(const std::string& text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Of two plain decimal numbers.
Order CompareDecimals(std::string_view a, std::string_view b) {
  struct Decimal {
    bool negative = false;
    std::string_view whole;
    std::string_view fraction;
  };
  const auto read = [](std::string_view text) -> std::optional<Decimal> {
    Decimal decimal;
    if (text.starts_with('-')) {
      decimal.negative = true;
      text.remove_prefix(1);
    }
    if (text.empty() || text.find_first_not_of("0123456789.") != std::string_view::npos) {
      return std::nullopt;
    }
    const size_t point = std::min(text.find('.'), text.size());
    decimal.whole = text.substr(0, point);
    decimal.fraction = text.substr(std::min(point + 1, text.size()));
    while (decimal.whole.starts_with('0')) decimal.whole.remove_prefix(1);
    while (decimal.fraction.ends_with('0')) decimal.fraction.remove_suffix(1);
    if (decimal.whole.empty() && decimal.fraction.empty()) decimal.negative = false;
    return decimal;
  };
  const std::optional<Decimal> x = read(a);
  const std::optional<Decimal> y = read(b);
  if (!x || !y) return Order::kUnknown;
  if (x->negative != y->negative) return x->negative ? Order::kLess : Order::kGreater;
  std::strong_ordering order = x->whole.size() <=> y->whole.size();
  if (order == std::strong_ordering::equal) order = x->whole <=> y->whole;
  if (order == std::strong_ordering::equal) order = x->fraction <=> y->fraction;
  return OrderOf(x->negative ? 0 <=> order : order);
}

// By the type's own order, as far as the texts tell.
Order CompareTexts(const std::string& a, const std::string& b, const TypeRef& type) {
  if (a == b) return Order::kEqual;
  if (IsOneOf(type, {"int2", "int4", "int8"})) {
    const auto x = Number(a);
    const auto y = Number(b);
    return x && y ? OrderOf(*x <=> *y) : Order::kUnknown;
  }
  if (IsOneOf(type, {"numeric"})) return CompareDecimals(a, b);
  if (IsOneOf(type, {"timestamptz"}) && (!a.ends_with("+00") || !b.ends_with("+00"))) {
    return Order::kUnknown;
  }
  if (IsOneOf(type, {"date", "timestamp", "timestamptz"})) {
    // ISO dates of four-digit years sort as texts; `infinity` is behind them all.
    if (a == "infinity" || b == "-infinity") return Order::kGreater;
    if (b == "infinity" || a == "-infinity") return Order::kLess;
    const auto iso = [](const std::string& text) {
      return text.size() >= 10 && text[4] == '-' && text[7] == '-' &&
             text.find("BC") == std::string::npos;
    };
    // Without the zone, which sorts otherwise than the fraction of a second that may be there.
    const auto bare = [](std::string_view text) { return text.substr(0, text.find('+')); };
    return iso(a) && iso(b) ? OrderOf(bare(a).compare(bare(b)) <=> 0) : Order::kUnknown;
  }
  if (IsOneOf(type, {"uuid"})) return OrderOf(a.compare(b) <=> 0);
  return Order::kUnknown;
}

// Of two range bounds, lexicographically.
Order Compare(const Values& a, const Values& b, const std::vector<TypeRef>& types) {
  for (size_t i = 0; i < types.size() && i < a.size() && i < b.size(); ++i) {
    if (a[i].kind != b[i].kind) return a[i].kind < b[i].kind ? Order::kLess : Order::kGreater;
    if (a[i].kind != Value::Kind::kText) return Order::kEqual;
    const Order order = CompareTexts(a[i].text, b[i].text, types[i]);
    if (order != Order::kEqual) return order;
  }
  return Order::kEqual;
}

bool Overlap(const Bound& a, const Bound& b, const std::vector<TypeRef>& types) {
  if (a.is_default || b.is_default) return false;
  if (a.modulus > 0) {
    const int common = std::min(a.modulus, b.modulus);
    return a.remainder % common == b.remainder % common;
  }
  for (const Value& value : a.list) {
    for (const Value& other : b.list) {
      if (value.kind == other.kind && value.text == other.text) return true;
    }
  }
  return !a.lower.empty() && !b.lower.empty() && Compare(a.lower, b.upper, types) == Order::kLess &&
         Compare(b.lower, a.upper, types) == Order::kLess;
}

[[noreturn]] void Refuse(const std::string& message, int32_t location) {
  throw PgError(sqlstate::kInvalidObjectDefinition, message, location);
}

}  // namespace

void CheckBoundIsFree(const Context& cx, ObjectId parent, const Expression& bound,
                      const std::vector<TypeRef>& types, std::string_view name, int32_t location) {
  const std::optional<Bound> wanted = ReadBound(bound);
  if (!wanted) return;
  if (!wanted->lower.empty()) {
    const Order order = Compare(wanted->lower, wanted->upper, types);
    if (order == Order::kGreater || order == Order::kEqual) {
      Refuse(StrCat("empty range bound specified for partition \"", name, "\""), location);
    }
  }
  for (const ObjectId id : DirectChildren(cx.catalog, parent)) {
    const Object& sibling = cx.catalog.Get(id);
    const std::optional<Bound> theirs = ReadBound(sibling.As<Table>().partition_bound);
    if (!theirs) continue;
    if (wanted->modulus > 0 && theirs->modulus > 0 && wanted->modulus % theirs->modulus != 0 &&
        theirs->modulus % wanted->modulus != 0) {
      Refuse("every hash partition modulus must be a factor of the next larger modulus", location);
    }
    if (Overlap(*wanted, *theirs, types)) {
      Refuse(StrCat("partition \"", name, "\" would overlap partition \"", sibling.key.name, "\""),
             location);
    }
  }
}

}  // namespace schemadiff::replay
