// What type modifiers make of values that are read with them: lengths, precisions, scales.
//
// Source: "Numeric Types", "Character Types", "Date/Time Types" and "Bit String Types" of the
// documentation, for input functions, which refuse what is too long where a cast would cut it.
#include <algorithm>
#include <cstdint>

#include "engine/analyze/literal.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

constexpr int32_t kHeaderSize = 4;  // of a varlena, which typmods of texts and numerics count in
constexpr size_t kMicroseconds = 6;
constexpr std::string_view kTooLong = "22001";

// Characters of valid UTF-8.
size_t CharacterCount(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string WithLength(TypeId type, int32_t typmod, std::string text) {
  const auto limit = static_cast<size_t>(typmod - kHeaderSize);
  size_t length = CharacterCount(text);
  while (length > limit && text.back() == ' ') {
    text.pop_back();
    --length;
  }
  if (length > limit) {
    throw PgError(kTooLong, StrCat("value too long for type ",
                                   type == type_id::kBpchar ? "character(" : "character varying(",
                                   limit, ")"));
  }
  if (type == type_id::kBpchar) text.append(limit - length, ' ');
  return text;
}

// Adds one to the last of the digits; the text may hold a decimal point.
void RoundUp(std::string* digits) {
  for (size_t i = digits->size(); i-- > 0;) {
    if ((*digits)[i] == '.') continue;
    if ((*digits)[i] != '9') {
      ++(*digits)[i];
      return;
    }
    (*digits)[i] = '0';
  }
  digits->insert(digits->begin(), '1');
}

std::string WithScale(int32_t typmod, std::string text) {
  const int32_t precision = ((typmod - kHeaderSize) >> 16) & 0xFFFF;
  const int32_t scale = (((typmod - kHeaderSize) & 0x7FF) ^ 1024) - 1024;
  if (text.find_first_not_of("0123456789.-") != std::string::npos) {
    if (text == "NaN") return text;
    throw PgError(sqlstate::kNumericValueOutOfRange, "numeric field overflow");
  }
  if (scale < 0) literal::NotHere("numeric", text);
  const bool negative = text[0] == '-';
  std::string digits = text.substr(negative ? 1 : 0);
  if (digits.find('.') == std::string::npos) digits += '.';
  const size_t point = digits.find('.');
  const size_t wanted = point + 1 + static_cast<size_t>(scale);
  if (digits.size() <= wanted) {
    digits.append(wanted - digits.size(), '0');
  } else {
    const bool up = digits[wanted] >= '5';
    digits.resize(wanted);
    if (up) RoundUp(&digits);
  }
  if (scale == 0) digits.pop_back();
  const size_t whole = scale == 0 ? digits.size() : digits.find('.');
  const size_t significant = digits[0] == '0' ? 0 : whole;
  if (significant > static_cast<size_t>(std::max(precision - scale, 0))) {
    throw PgError(sqlstate::kNumericValueOutOfRange, "numeric field overflow");
  }
  // Zero has no sign.
  const bool zero = digits.find_first_not_of("0.") == std::string::npos;
  return negative && !zero ? StrCat("-", digits) : digits;
}

// Fractions of seconds are rounded; what then changes the seconds is not modelled.
std::string WithPrecision(std::string_view type, int32_t typmod, const std::string& text) {
  const size_t point = text.find('.');
  if (point == std::string::npos) return text;
  const size_t end = std::min(text.find_first_not_of("0123456789", point + 1), text.size());
  const auto precision = static_cast<size_t>(typmod);
  if (precision >= kMicroseconds || end - point - 1 <= precision) return text;
  std::string fraction = text.substr(point + 1, precision);
  const std::string rest = text.substr(point + 1 + precision, end - point - 1 - precision);
  if (rest[0] >= '5') {
    // A timestamp before 2000 is a negative number, which is rounded the other way.
    const bool half = rest.find_first_not_of('0', 1) == std::string::npos && rest[0] == '5';
    if (half || fraction.find_first_not_of('9') == std::string::npos) literal::NotHere(type, text);
    RoundUp(&fraction);
  }
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  if (!fraction.empty()) fraction.insert(0, ".");
  return StrCat(std::string_view(text).substr(0, point), fraction,
                std::string_view(text).substr(end));
}

std::string WithBits(TypeId type, int32_t typmod, std::string text) {
  const auto limit = static_cast<size_t>(typmod);
  if (type == type_id::kBit && text.size() != limit) {
    throw PgError("22026", StrCat("bit string length ", text.size(), " does not match type bit(",
                                  limit, ")"));
  }
  if (text.size() > limit) {
    throw PgError(kTooLong, StrCat("bit string too long for type bit varying(", limit, ")"));
  }
  return text;
}

}  // namespace

std::string ApplyTypmod(TypeId type, int32_t typmod, std::string text) {
  if (typmod < 0) return text;
  switch (type) {
    case type_id::kBpchar:
    case type_id::kVarchar:
      return WithLength(type, typmod, std::move(text));
    case type_id::kNumeric:
      return WithScale(typmod, std::move(text));
    case type_id::kTime:
    case type_id::kTimeTz:
    case type_id::kTimestamp:
    case type_id::kTimestampTz:
      return WithPrecision("timestamp", typmod, text);
    case type_id::kBit:
    case type_id::kVarbit:
      return WithBits(type, typmod, std::move(text));
    default:
      return text;  // interval's reader heeds it, and no other type has one
  }
}

}  // namespace schemadiff::sema
