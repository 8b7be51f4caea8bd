#include "engine/pg/typmod.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "engine/base/pg_error.h"
#include "engine/base/strings.h"

namespace schemadiff {
namespace {

enum class Family { kNone, kCharacter, kBit, kNumeric, kTime, kTimestamp, kInterval };

constexpr int32_t kHeader = 4;                        // VARHDRSZ
constexpr int32_t kMaxCharacters = 10 * 1024 * 1024;  // MaxAttrSize
constexpr int32_t kMaxBits = kMaxCharacters * 8;
constexpr int32_t kMaxNumericPrecision = 1000;
constexpr int32_t kMaxNumericScale = 1000;
constexpr int32_t kMaxSecondsPrecision = 6;
constexpr int32_t kIntervalFullRange = 0x7FFF;
constexpr int32_t kIntervalFullPrecision = 0xFFFF;

// INTERVAL_MASK of utils/timestamp.h, by the field codes of utils/datetime.h.
constexpr int32_t kMonth = 1 << 1;
constexpr int32_t kYear = 1 << 2;
constexpr int32_t kDay = 1 << 3;
constexpr int32_t kHour = 1 << 10;
constexpr int32_t kMinute = 1 << 11;
constexpr int32_t kSecond = 1 << 12;

struct IntervalFields {
  int32_t mask;
  std::string_view words;
};
constexpr std::array kIntervalFields = {
    IntervalFields{kYear, "year"},
    IntervalFields{kMonth, "month"},
    IntervalFields{kDay, "day"},
    IntervalFields{kHour, "hour"},
    IntervalFields{kMinute, "minute"},
    IntervalFields{kSecond, "second"},
    IntervalFields{kYear | kMonth, "year to month"},
    IntervalFields{kDay | kHour, "day to hour"},
    IntervalFields{kDay | kHour | kMinute, "day to minute"},
    IntervalFields{kDay | kHour | kMinute | kSecond, "day to second"},
    IntervalFields{kHour | kMinute, "hour to minute"},
    IntervalFields{kHour | kMinute | kSecond, "hour to second"},
    IntervalFields{kMinute | kSecond, "minute to second"},
    IntervalFields{kIntervalFullRange, ""},
};

Family FamilyOf(std::string_view type) {
  if (type == "varchar" || type == "bpchar") return Family::kCharacter;
  if (type == "bit" || type == "varbit") return Family::kBit;
  if (type == "numeric") return Family::kNumeric;
  if (type == "time" || type == "timetz") return Family::kTime;
  if (type == "timestamp" || type == "timestamptz") return Family::kTimestamp;
  if (type == "interval") return Family::kInterval;
  return Family::kNone;
}

[[noreturn]] void Invalid(const std::string& message) {
  throw PgError(sqlstate::kInvalidParameterValue, message);
}

int32_t ParseInteger(std::string_view text) {
  const std::string_view digits = StripWhitespace(text);
  std::string_view magnitude = digits;
  if (!magnitude.empty() && magnitude[0] == '+') magnitude.remove_prefix(1);
  int64_t value = 0;
  const auto [end, error] =
      std::from_chars(magnitude.data(), magnitude.data() + magnitude.size(), value);
  if (error == std::errc::invalid_argument || end != magnitude.data() + magnitude.size()) {
    throw PgError(sqlstate::kInvalidTextRepresentation,
                  StrCat("invalid input syntax for type integer: \"", text, "\""));
  }
  if (error == std::errc::result_out_of_range || value > std::numeric_limits<int32_t>::max() ||
      value < std::numeric_limits<int32_t>::min()) {
    throw PgError(sqlstate::kNumericValueOutOfRange,
                  StrCat("value \"", text, "\" is out of range for type integer"));
  }
  return static_cast<int32_t>(value);
}

int32_t LengthTypmod(std::string_view type, const std::vector<int32_t>& input, int32_t maximum) {
  if (input.size() != 1) Invalid("invalid type modifier");
  const std::string_view shown = type == "bpchar" ? "char" : type;
  if (input[0] < 1) Invalid(StrCat("length for type ", shown, " must be at least 1"));
  if (input[0] > maximum) Invalid(StrCat("length for type ", shown, " cannot exceed ", maximum));
  return input[0];
}

int32_t NumericTypmod(const std::vector<int32_t>& input, int major) {
  if (input.empty() || input.size() > 2) Invalid("invalid NUMERIC type modifier");
  const int32_t precision = input[0];
  const int32_t scale = input.size() == 2 ? input[1] : 0;
  if (precision < 1 || precision > kMaxNumericPrecision) {
    Invalid(
        StrCat("NUMERIC precision ", precision, " must be between 1 and ", kMaxNumericPrecision));
  }
  if (major < 15 && (scale < 0 || scale > precision)) {
    Invalid(StrCat("NUMERIC scale ", scale, " must be between 0 and precision ", precision));
  }
  if (scale < -kMaxNumericScale || scale > kMaxNumericScale) {
    Invalid(StrCat("NUMERIC scale ", scale, " must be between ", -kMaxNumericScale, " and ",
                   kMaxNumericScale));
  }
  return ((precision << 16) | (scale & 0x7FF)) + kHeader;
}

int32_t SecondsTypmod(std::string_view type, const std::vector<int32_t>& input) {
  if (input.size() != 1) Invalid("invalid type modifier");
  if (input[0] < 0) {
    const bool zone = type == "timetz" || type == "timestamptz";
    const bool stamp = type == "timestamp" || type == "timestamptz";
    Invalid(StrCat(stamp ? "TIMESTAMP(" : "TIME(", input[0], ")", zone ? " WITH TIME ZONE" : "",
                   " precision must not be negative"));
  }
  return std::min(input[0], kMaxSecondsPrecision);  // with a warning
}

int32_t IntervalTypmod(const std::vector<int32_t>& input) {
  if (input.empty() || input.size() > 2) Invalid("invalid INTERVAL type modifier");
  bool known = false;
  for (const IntervalFields& fields : kIntervalFields) known |= fields.mask == input[0];
  if (!known) Invalid("invalid INTERVAL type modifier");
  if (input.size() == 1) {
    return input[0] == kIntervalFullRange ? -1 : (input[0] << 16) | kIntervalFullPrecision;
  }
  if (input[1] < 0) Invalid(StrCat("INTERVAL(", input[1], ") precision must not be negative"));
  return (input[0] << 16) | std::min(input[1], kMaxSecondsPrecision);
}

std::string IntervalModifiers(int32_t typmod) {
  const int32_t mask = (typmod >> 16) & kIntervalFullRange;
  const int32_t precision = typmod & 0xFFFF;
  std::string out;
  for (const IntervalFields& fields : kIntervalFields) {
    if (fields.mask == mask) out = fields.words;
  }
  if (precision == kIntervalFullPrecision) return out;
  if (out.empty()) return std::to_string(precision);
  return StrCat(out, "(", precision, ")");
}

int32_t IntervalTypmodFromModifiers(std::string_view modifiers) {
  if (modifiers[0] >= '0' && modifiers[0] <= '9') {
    return (kIntervalFullRange << 16) | ParseInteger(modifiers);
  }
  int32_t precision = kIntervalFullPrecision;
  const size_t open = modifiers.find('(');
  if (open != std::string_view::npos) {
    precision = ParseInteger(modifiers.substr(open + 1, modifiers.size() - open - 2));
    modifiers = modifiers.substr(0, open);
  }
  for (const IntervalFields& fields : kIntervalFields) {
    if (fields.words == modifiers) return (fields.mask << 16) | precision;
  }
  Invalid("invalid INTERVAL type modifier");
}

}  // namespace

bool TakesModifiers(std::string_view type) { return FamilyOf(type) != Family::kNone; }

int32_t TypmodFromInput(std::string_view type, const std::vector<std::string>& input, int major) {
  const Family family = FamilyOf(type);
  if (input.empty() || family == Family::kNone) return -1;
  std::vector<int32_t> numbers;
  numbers.reserve(input.size());
  for (const std::string& text : input) numbers.push_back(ParseInteger(text));
  switch (family) {
    case Family::kCharacter:
      return LengthTypmod(type, numbers, kMaxCharacters) + kHeader;
    case Family::kBit:
      return LengthTypmod(type, numbers, kMaxBits);
    case Family::kNumeric:
      return NumericTypmod(numbers, major);
    case Family::kInterval:
      return IntervalTypmod(numbers);
    default:
      return SecondsTypmod(type, numbers);
  }
}

std::string ModifiersFromTypmod(std::string_view type, int32_t typmod) {
  if (typmod < 0) return {};
  switch (FamilyOf(type)) {
    case Family::kCharacter:
      return typmod > kHeader ? std::to_string(typmod - kHeader) : std::string();
    case Family::kNumeric: {
      if (typmod < kHeader) return {};
      const int32_t value = typmod - kHeader;
      const int32_t scale = ((value & 0x7FF) ^ 1024) - 1024;
      return StrCat((value >> 16) & 0xFFFF, ",", scale);
    }
    case Family::kInterval:
      return IntervalModifiers(typmod);
    default:
      return std::to_string(typmod);
  }
}

int32_t TypmodFromModifiers(std::string_view type, std::string_view modifiers) {
  if (modifiers.empty()) return -1;
  switch (FamilyOf(type)) {
    case Family::kNone:
      return -1;
    case Family::kCharacter:
      return ParseInteger(modifiers) + kHeader;
    case Family::kNumeric: {
      const size_t comma = modifiers.find(',');
      const int32_t precision = ParseInteger(modifiers.substr(0, comma));
      const int32_t scale =
          comma == std::string_view::npos ? 0 : ParseInteger(modifiers.substr(comma + 1));
      return ((precision << 16) | (scale & 0x7FF)) + kHeader;
    }
    case Family::kInterval:
      return IntervalTypmodFromModifiers(modifiers);
    default:
      return ParseInteger(modifiers);
  }
}

}  // namespace schemadiff
