// Literals of ranges and multiranges.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

#include "engine/analyze/literal.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {

void literal::AppendBound(std::string_view value, std::string* out) {
  bool quote = value.empty();
  for (const char c : value) {
    quote = quote || c == '"' || c == '\\' || c == '(' || c == ')' || c == '[' || c == ']' ||
            c == ',' || IsSpace(c);
  }
  if (!quote) {
    out->append(value);
    return;
  }
  out->push_back('"');
  for (const char c : value) {
    if (c == '"' || c == '\\') out->push_back(c);  // doubled, unlike in arrays
    out->push_back(c);
  }
  out->push_back('"');
}

namespace {

using literal::AppendBound;
using literal::IsSpace;
using literal::Malformed;

struct Bound {
  bool infinite = false;
  bool inclusive = false;
  std::string value;
};

class RangeReader {
 public:
  RangeReader(Context& context, TypeId range, std::string_view text)
      : context_(context), range_(range), text_(text), rest_(text) {}

  // Reads one range from the beginning of *rest.
  static std::string ReadPrefix(Context& context, TypeId range, std::string_view text,
                                std::string_view* rest) {
    RangeReader reader(context, range, text);
    reader.rest_ = *rest;
    auto [lower, upper] = reader.ReadOne();
    *rest = reader.rest_;
    return reader.Canonical(std::move(lower), std::move(upper));
  }

  std::string Read() {
    SkipSpace();
    const std::string_view empty = "empty";
    if (AsciiToLower(rest_.substr(0, empty.size())) == empty) {
      rest_.remove_prefix(empty.size());
      SkipSpace();
      if (!rest_.empty()) Malformed("range", text_);
      return "empty";
    }
    auto [lower, upper] = ReadOne();
    SkipSpace();
    if (!rest_.empty()) Malformed("range", text_);
    return Canonical(std::move(lower), std::move(upper));
  }

 private:
  void SkipSpace() {
    while (!rest_.empty() && IsSpace(rest_[0])) rest_.remove_prefix(1);
  }

  std::pair<Bound, Bound> ReadOne() {
    Bound lower;
    Bound upper;
    if (rest_.empty() || (rest_[0] != '[' && rest_[0] != '(')) Malformed("range", text_);
    lower.inclusive = rest_[0] == '[';
    rest_.remove_prefix(1);
    ReadBound(&lower);
    if (rest_.empty() || rest_[0] != ',') Malformed("range", text_);
    rest_.remove_prefix(1);
    ReadBound(&upper);
    if (rest_.empty() || (rest_[0] != ']' && rest_[0] != ')')) Malformed("range", text_);
    upper.inclusive = rest_[0] == ']' && !upper.infinite;
    rest_.remove_prefix(1);
    return {std::move(lower), std::move(upper)};
  }

  void ReadBound(Bound* bound) {
    if (rest_.empty()) Malformed("range", text_);
    if (rest_[0] == ',' || rest_[0] == ')' || rest_[0] == ']') {
      bound->infinite = true;
      bound->inclusive = false;
      return;
    }
    std::string value;
    bool quoted = false;
    while (!rest_.empty() && (quoted || (rest_[0] != ',' && rest_[0] != ')' && rest_[0] != ']'))) {
      char c = rest_[0];
      rest_.remove_prefix(1);
      if (c == '\\') {
        if (rest_.empty()) Malformed("range", text_);
        c = rest_[0];
        rest_.remove_prefix(1);
      } else if (c == '"') {
        if (quoted && !rest_.empty() && rest_[0] == '"') {
          rest_.remove_prefix(1);
        } else {
          quoted = !quoted;
          continue;
        }
      }
      value += c;
    }
    bound->value = std::move(value);
  }

  // Ranges over discrete types are stored as [a,b).
  std::string Canonical(Bound lower, Bound upper) {
    for (Bound* bound : {&lower, &upper}) {
      if (bound->infinite) continue;
      bound->value = CanonicalText(context_, context_.types.RangeSubtype(range_), -1, bound->value);
    }
    const TypeId subtype = context_.types.Base(context_.types.RangeSubtype(range_));
    const bool integer = subtype == type_id::kInt4 || subtype == type_id::kInt8;
    const bool discrete = range_ < kFirstUserId && (integer || subtype == type_id::kDate);
    if (!discrete && range_ >= kFirstUserId) literal::NotHere("range", text_);
    if (IsEmpty(subtype, lower, upper)) return "empty";
    if (discrete) {
      const auto next = [&](const std::string& value) {
        if (subtype == type_id::kDate) return literal::NextDay(value);
        const bool int4 = subtype == type_id::kInt4;
        const int64_t number = std::atoll(value.c_str());
        if (number == (int4 ? INT32_MAX : INT64_MAX)) {
          throw PgError(sqlstate::kNumericValueOutOfRange,
                        int4 ? "integer out of range" : "bigint out of range");
        }
        return std::to_string(number + 1);
      };
      const auto finite = [](const Bound& bound) {
        return !bound.infinite && bound.value.find("infinity") == std::string::npos;
      };
      if (finite(lower) && !lower.inclusive) {
        lower.value = next(lower.value);
        lower.inclusive = true;
      }
      if (finite(upper) && upper.inclusive) {
        upper.value = next(upper.value);
        upper.inclusive = false;
      }
      if (IsEmpty(subtype, lower, upper)) return "empty";
    }
    std::string out = lower.inclusive ? "[" : "(";
    if (!lower.infinite) AppendBound(lower.value, &out);
    out += ',';
    if (!upper.infinite) AppendBound(upper.value, &out);
    out += upper.inclusive ? ']' : ')';
    return out;
  }

  // Order decides between an error, "empty" and the range.
  bool IsEmpty(TypeId subtype, const Bound& lower, const Bound& upper) {
    if (lower.infinite || upper.infinite) return false;
    const int order = Compare(subtype, lower.value, upper.value);
    if (order > 0) {
      throw PgError("22000", "range lower bound must be less than or equal to range upper bound");
    }
    return order == 0 && !(lower.inclusive && upper.inclusive);
  }

  int Compare(TypeId subtype, const std::string& a, const std::string& b) {
    if (a == b) return 0;
    if (a.find("infinity") != std::string::npos || b.find("infinity") != std::string::npos) {
      return a == "-infinity" || b == "infinity" ? -1 : 1;
    }
    switch (subtype) {
      case type_id::kInt4:
      case type_id::kInt8: {
        const long long x = std::atoll(a.c_str());
        const long long y = std::atoll(b.c_str());
        return x < y ? -1 : 1;
      }
      case type_id::kNumeric: {
        const double x = std::strtod(a.c_str(), nullptr);
        const double y = std::strtod(b.c_str(), nullptr);
        if (!(x < y || x > y)) literal::NotHere("numrange", text_);
        return x < y ? -1 : 1;
      }
      case type_id::kDate:
      case type_id::kTimestamp:
      case type_id::kTimestampTz:
        return a < b ? -1 : 1;  // years have four digits, and zones are the same
      default:
        literal::NotHere("range", text_);
    }
  }

  Context& context_;
  TypeId range_;
  std::string_view text_;
  std::string_view rest_;
};

}  // namespace

std::string ReadRange(Context& context, TypeId range, std::string_view text) {
  return RangeReader(context, range, text).Read();
}

std::string ReadMultirange(Context& context, TypeId multirange, std::string_view text) {
  const std::string_view trimmed = StripWhitespace(text);
  if (trimmed == "{}") return "{}";
  if (trimmed.empty() || trimmed.front() != '{') Malformed("multirange", text);
  if (trimmed.back() != '}') literal::NotHere("multirange", text);
  std::string_view rest = StripWhitespace(trimmed.substr(1, trimmed.size() - 2));
  if (rest.empty() || AsciiToLower(rest) == "empty") return "{}";
  if (rest[0] != '[' && rest[0] != '(') literal::NotHere("multirange", text);
  const std::string range =
      RangeReader::ReadPrefix(context, context.types.MultirangeRange(multirange), text, &rest);
  // Several ranges are sorted and joined where they touch.
  if (!StripWhitespace(rest).empty()) literal::NotHere("multirange", text);
  return range == "empty" ? "{}" : StrCat("{", range, "}");
}

}  // namespace schemadiff::sema
