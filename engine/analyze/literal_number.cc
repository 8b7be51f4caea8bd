// Literals of number types.
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "engine/analyze/literal.h"
#include "engine/base/strings.h"

namespace schemadiff::sema::literal {
namespace {

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

[[noreturn]] void OutOfRange(std::string_view type, std::string_view text) {
  throw PgError(sqlstate::kNumericValueOutOfRange,
                StrCat("value \"", text, "\" is out of range for type ", type));
}

// Digits in base 2, 8, 10 or 16, with underscores between them; false where they are none.
// Decimal digits only before 16.
bool ParseMagnitude(std::string_view digits, int major, uint64_t* value, bool* overflow) {
  unsigned base = 10;
  if (major >= 16 && digits.size() > 2 && digits[0] == '0') {
    const char letter = static_cast<char>(digits[1] | 0x20);
    base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 10;
    if (base != 10) digits.remove_prefix(2);
  }
  if (digits.empty()) return false;
  *value = 0;
  *overflow = false;
  bool after_digit = base != 10;
  for (size_t i = 0; i < digits.size(); ++i) {
    char c = digits[i];
    if (c == '_') {
      if (major < 16 || !after_digit || i + 1 == digits.size()) return false;
      after_digit = false;
      continue;
    }
    unsigned digit = 99;
    if (IsDigit(c)) digit = static_cast<unsigned>(c - '0');
    c = static_cast<char>(c | 0x20);
    if (c >= 'a' && c <= 'f' && base == 16) digit = static_cast<unsigned>(c - 'a' + 10);
    if (digit >= base) return false;
    after_digit = true;
    if (*value > (std::numeric_limits<uint64_t>::max() - digit) / base) *overflow = true;
    *value = *value * base + digit;
  }
  return after_digit;
}

// PostgreSQL prints floats in fixed notation for exponents from -4 up to the type's digits.
std::string FormatFloat(std::string_view scientific, int digits) {
  // "d.ddde+XX", the shortest that reads back the same
  const size_t e = scientific.find('e');
  std::string mantissa(scientific.substr(0, e));
  int exponent = std::atoi(std::string(scientific.substr(e + 1)).c_str());
  std::string sign;
  if (mantissa[0] == '-') {
    sign = "-";
    mantissa.erase(0, 1);
  }
  std::string figures;
  for (const char c : mantissa) {
    if (c != '.') figures += c;
  }
  if (exponent < -4 || exponent >= digits) {
    std::string out = sign + figures.substr(0, 1);
    if (figures.size() > 1) StrAppend(&out, ".", figures.substr(1));
    const int magnitude = exponent < 0 ? -exponent : exponent;
    StrAppend(&out, exponent < 0 ? "e-" : "e+", magnitude < 10 ? "0" : "", magnitude);
    return out;
  }
  if (exponent < 0) {
    return StrCat(sign, "0.", std::string(static_cast<size_t>(-exponent - 1), '0'), figures);
  }
  const auto integer_digits = static_cast<size_t>(exponent) + 1;
  if (figures.size() <= integer_digits) {
    return StrCat(sign, figures, std::string(integer_digits - figures.size(), '0'));
  }
  return StrCat(sign, figures.substr(0, integer_digits), ".", figures.substr(integer_digits));
}

}  // namespace

std::string ReadInteger(std::string_view type, std::string_view text, int64_t minimum,
                        int64_t maximum, int major) {
  std::string_view digits = Trim(text);
  const bool negative = !digits.empty() && digits[0] == '-';
  if (negative || (!digits.empty() && digits[0] == '+')) digits.remove_prefix(1);
  uint64_t magnitude = 0;
  bool overflow = false;
  const uint64_t most = static_cast<uint64_t>(-(minimum + 1)) + 1;
  if (!ParseMagnitude(digits, major, &magnitude, &overflow)) {
    // Too many digits are seen before what else is wrong.
    size_t count = 0;
    while (count < digits.size() && IsDigit(digits[count])) ++count;
    if (ParseMagnitude(digits.substr(0, count), /*major=*/13, &magnitude, &overflow) &&
        (overflow || magnitude > most)) {
      OutOfRange(type, text);
    }
    InvalidSyntax(type, text);
  }
  const uint64_t limit = negative ? most : static_cast<uint64_t>(maximum);
  if (overflow || magnitude > limit) OutOfRange(type, text);
  return StrCat(negative && magnitude != 0 ? "-" : "", magnitude);
}

std::string ReadOid(std::string_view text, int major) {
  std::string_view digits = Trim(text);
  const bool negative = !digits.empty() && digits[0] == '-';
  if (negative || (!digits.empty() && digits[0] == '+')) digits.remove_prefix(1);
  uint64_t magnitude = 0;
  bool overflow = false;
  // Before 16 oid's input is C's strtoul with base 10, since then with the base that C's prefixes
  // say: 010 is eight.
  if (major >= 16 && digits.size() > 1 && digits[0] == '0') NotHere("oid", text);
  if (digits.find('_') != std::string_view::npos ||
      !ParseMagnitude(digits, std::min(major, 15), &magnitude, &overflow)) {
    InvalidSyntax("oid", text);
  }
  // What is negative must be so as an integer.
  if (overflow || magnitude > std::numeric_limits<uint32_t>::max() ||
      (negative && magnitude > uint64_t{1} << 31)) {
    OutOfRange("oid", text);
  }
  const auto value = static_cast<uint32_t>(magnitude);
  return std::to_string(negative ? 0u - value : value);
}

std::string ReadFloat(std::string_view text, bool single) {
  const std::string_view type = single ? "real" : "double precision";
  const std::string_view trimmed = Trim(text);
  const std::string word = AsciiToLower(trimmed);
  if (word == "nan") return "NaN";
  if (word == "infinity" || word == "inf" || word == "+infinity" || word == "+inf") {
    return "Infinity";
  }
  if (word == "-infinity" || word == "-inf") return "-Infinity";
  if (word == "-nan" || word == "+nan") NotHere(type, text);  // left to the C library
  std::string_view digits = trimmed;
  if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-') digits.remove_prefix(1);
  char buffer[64];
  std::to_chars_result written{};
  const auto read = [&](auto value) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc::invalid_argument || end != digits.data() + digits.size() ||
        digits.empty() || !(IsDigit(digits[0]) || digits[0] == '-' || digits[0] == '.')) {
      // C's strtod also takes hexadecimal floats, which nobody writes in a schema.
      if (word.find('x') != std::string::npos) NotHere(type, text);
      InvalidSyntax(type, text);
    }
    if (error == std::errc::result_out_of_range) {
      throw PgError(sqlstate::kNumericValueOutOfRange,
                    StrCat("\"", text, "\" is out of range for type ", type));
    }
    if (value == 0) return std::string(std::signbit(value) ? "-0" : "0");
    written = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
    // The server takes no digits that are just as near to another number, though these would be
    // read back as this one.
    *written.ptr = '\0';
    const long double printed = std::strtold(buffer, nullptr);
    for (const auto other : {std::nextafter(value, -std::numeric_limits<decltype(value)>::max()),
                             std::nextafter(value, std::numeric_limits<decltype(value)>::max())}) {
      if (printed * 2 == static_cast<long double>(value) + static_cast<long double>(other)) {
        NotHere(type, text);
      }
    }
    return FormatFloat({buffer, static_cast<size_t>(written.ptr - buffer)}, single ? 6 : 15);
  };
  return single ? read(0.0F) : read(0.0);
}

std::string ReadNumeric(std::string_view text, int major) {
  const std::string_view trimmed = Trim(text);
  const std::string word = AsciiToLower(trimmed);
  if (word == "nan") return "NaN";
  if (major >= 14) {
    if (word == "infinity" || word == "inf" || word == "+infinity" || word == "+inf") {
      return "Infinity";
    }
    if (word == "-infinity" || word == "-inf") return "-Infinity";
  }
  // [sign] digits [. digits] [e [sign] digits], with a digit somewhere before the exponent
  size_t i = 0;
  if (i < trimmed.size() && (trimmed[i] == '-' || trimmed[i] == '+')) ++i;
  size_t digits = 0;
  for (; i < trimmed.size() && IsDigit(trimmed[i]); ++i) ++digits;
  if (i < trimmed.size() && trimmed[i] == '.') ++i;
  for (; i < trimmed.size() && IsDigit(trimmed[i]); ++i) ++digits;
  bool valid = digits > 0;
  if (valid && i < trimmed.size() && (trimmed[i] == 'e' || trimmed[i] == 'E')) {
    ++i;
    if (i < trimmed.size() && (trimmed[i] == '-' || trimmed[i] == '+')) ++i;
    const size_t first = i;
    while (i < trimmed.size() && IsDigit(trimmed[i])) ++i;
    valid = i > first;
    // What does not fit is refused in more than one way.
    if (i - first > 4) NotHere("numeric", text);
  }
  if (!valid || i != trimmed.size()) {
    // Since 16 also other bases, and underscores between digits.
    if (major >= 16 && trimmed.find_first_of("xXoObB_") != std::string_view::npos) {
      NotHere("numeric", text);
    }
    InvalidSyntax("numeric", text);
  }
  return NormalizeNumeric(trimmed);
}

std::string NormalizeNumeric(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  int exponent = 0;
  const size_t e = text.find_first_of("eE");
  if (e != std::string_view::npos) {
    exponent = std::atoi(std::string(text.substr(e + 1)).c_str());
    text = text.substr(0, e);
  }
  const size_t point = text.find('.');
  std::string integer(text.substr(0, point));
  std::string fraction(point == std::string_view::npos ? "" : text.substr(point + 1));
  // A negative exponent adds to the digits behind the point, a positive one takes from them.
  for (; exponent > 0; --exponent) {
    if (fraction.empty()) {
      integer += '0';
    } else {
      integer += fraction[0];
      fraction.erase(0, 1);
    }
  }
  for (; exponent < 0; ++exponent) {
    fraction.insert(0, 1, integer.empty() ? '0' : integer.back());
    if (!integer.empty()) integer.pop_back();
  }
  const size_t first = integer.find_first_not_of('0');
  integer = first == std::string::npos ? "0" : integer.substr(first);
  const bool zero = integer == "0" && fraction.find_first_not_of('0') == std::string::npos;
  std::string out = negative && !zero ? "-" : "";
  StrAppend(&out, integer);
  if (!fraction.empty()) StrAppend(&out, ".", fraction);
  return out;
}

}  // namespace schemadiff::sema::literal
