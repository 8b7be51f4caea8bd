// Literals of type interval.
//
// Read are numbers with units, a time of day, years-months, and ISO 8601 with designators. What
// else the server may take (spaces behind signs, units more than once, fields in other places) is
// not modelled, rather than refused.
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "engine/analyze/literal.h"
#include "engine/base/strings.h"
#include "engine/pg/typmod.h"

namespace schemadiff::sema::literal {
namespace {

constexpr int64_t kSecondUs = 1000000;
constexpr int64_t kMinuteUs = 60 * kSecondUs;
constexpr int64_t kHourUs = 60 * kMinuteUs;
constexpr int64_t kDayUs = 24 * kHourUs;

struct Span {
  int64_t months = 0;
  int64_t days = 0;
  int64_t time = 0;  // microseconds
};

enum class Unit {
  kNone,
  kMicrosecond,
  kMillisecond,
  kSecond,
  kMinute,
  kHour,
  kDay,
  kWeek,
  kMonth,
  kYear,
  kDecade,
  kCentury,
  kMillennium
};

struct UnitName {
  std::string_view name;
  Unit unit;
};
constexpr std::array kUnits = {UnitName{"us", Unit::kMicrosecond},
                               UnitName{"usec", Unit::kMicrosecond},
                               UnitName{"usecs", Unit::kMicrosecond},
                               UnitName{"microsecond", Unit::kMicrosecond},
                               UnitName{"microseconds", Unit::kMicrosecond},
                               UnitName{"ms", Unit::kMillisecond},
                               UnitName{"msec", Unit::kMillisecond},
                               UnitName{"msecs", Unit::kMillisecond},
                               UnitName{"millisecond", Unit::kMillisecond},
                               UnitName{"milliseconds", Unit::kMillisecond},
                               UnitName{"s", Unit::kSecond},
                               UnitName{"sec", Unit::kSecond},
                               UnitName{"secs", Unit::kSecond},
                               UnitName{"second", Unit::kSecond},
                               UnitName{"seconds", Unit::kSecond},
                               UnitName{"m", Unit::kMinute},
                               UnitName{"min", Unit::kMinute},
                               UnitName{"mins", Unit::kMinute},
                               UnitName{"minute", Unit::kMinute},
                               UnitName{"minutes", Unit::kMinute},
                               UnitName{"h", Unit::kHour},
                               UnitName{"hr", Unit::kHour},
                               UnitName{"hrs", Unit::kHour},
                               UnitName{"hour", Unit::kHour},
                               UnitName{"hours", Unit::kHour},
                               UnitName{"d", Unit::kDay},
                               UnitName{"day", Unit::kDay},
                               UnitName{"days", Unit::kDay},
                               UnitName{"w", Unit::kWeek},
                               UnitName{"week", Unit::kWeek},
                               UnitName{"weeks", Unit::kWeek},
                               UnitName{"mon", Unit::kMonth},
                               UnitName{"mons", Unit::kMonth},
                               UnitName{"month", Unit::kMonth},
                               UnitName{"months", Unit::kMonth},
                               UnitName{"y", Unit::kYear},
                               UnitName{"yr", Unit::kYear},
                               UnitName{"yrs", Unit::kYear},
                               UnitName{"year", Unit::kYear},
                               UnitName{"years", Unit::kYear},
                               UnitName{"dec", Unit::kDecade},
                               UnitName{"decs", Unit::kDecade},
                               UnitName{"decade", Unit::kDecade},
                               UnitName{"decades", Unit::kDecade},
                               UnitName{"c", Unit::kCentury},
                               UnitName{"cent", Unit::kCentury},
                               UnitName{"century", Unit::kCentury},
                               UnitName{"centuries", Unit::kCentury},
                               UnitName{"mil", Unit::kMillennium},
                               UnitName{"mils", Unit::kMillennium},
                               UnitName{"millennium", Unit::kMillennium},
                               UnitName{"millennia", Unit::kMillennium}};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

int64_t Round(double value) { return static_cast<int64_t>(std::rint(value)); }

void AddDays(double days, Span* span) {
  const double whole = std::trunc(days);
  span->days += static_cast<int64_t>(whole);
  span->time += Round((days - whole) * static_cast<double>(kDayUs));
}

void AddYears(int64_t whole, double fraction, int factor, int major, Span* span) {
  span->months += whole * factor * 12;
  const double months = fraction * factor * 12;
  span->months += major >= 15 ? Round(months) : static_cast<int64_t>(months);
}

void Add(Unit unit, int64_t whole, double fraction, int major, Span* span) {
  const auto add_time = [&](int64_t microseconds) {
    span->time += whole * microseconds + Round(fraction * static_cast<double>(microseconds));
  };
  switch (unit) {
    case Unit::kMicrosecond:
      return add_time(1);
    case Unit::kMillisecond:
      return add_time(1000);
    case Unit::kSecond:
      return add_time(kSecondUs);
    case Unit::kMinute:
      return add_time(kMinuteUs);
    case Unit::kHour:
      return add_time(kHourUs);
    case Unit::kDay:
      span->days += whole;
      return AddDays(fraction, span);
    case Unit::kWeek:
      span->days += whole * 7;
      return AddDays(fraction * 7, span);
    case Unit::kMonth:
      span->months += whole;
      return AddDays(fraction * 30, span);
    case Unit::kYear:
      return AddYears(whole, fraction, 1, major, span);
    case Unit::kDecade:
      return AddYears(whole, fraction, 10, major, span);
    case Unit::kCentury:
      return AddYears(whole, fraction, 100, major, span);
    case Unit::kMillennium:
      return AddYears(whole, fraction, 1000, major, span);
    case Unit::kNone:
      break;
  }
}

// What a number without a unit counts, by the fields of the type.
Unit DefaultUnit(std::string_view fields) {
  if (fields == "year") return Unit::kYear;
  if (fields == "month" || fields == "year to month") return Unit::kMonth;
  if (fields == "day") return Unit::kDay;
  if (fields == "hour" || fields == "day to hour") return Unit::kHour;
  if (fields == "minute" || fields == "hour to minute" || fields == "day to minute") {
    return Unit::kMinute;
  }
  return Unit::kSecond;
}

class Reader {
 public:
  Reader(std::string_view text, std::string_view fields, int major)
      : text_(text), rest_(StripWhitespace(text)), fields_(fields), major_(major) {}

  Span Read() {
    if (rest_.size() > 2 && rest_[0] == 'P' &&
        (IsDigit(rest_[1]) || rest_[1] == '-' || rest_[1] == 'T')) {
      ReadIso();
    } else {
      ReadParts();
    }
    constexpr int64_t kMost = std::numeric_limits<int32_t>::max();
    if (std::abs(span_.months) > kMost || std::abs(span_.days) > kMost) Unknown();
    return span_;
  }

 private:
  [[noreturn]] void Unknown() { NotHere("interval", text_); }
  // An error for certain only where it is nothing, or one word without a meaning, alone or behind
  // one number.
  [[noreturn]] void Fail() {
    std::string_view word = StripWhitespace(text_);
    while (!word.empty() && (IsDigit(word[0]) || IsSpace(word[0]))) word.remove_prefix(1);
    const std::string lower = AsciiToLower(word);
    bool certain = word.size() < 10;  // longer words are cut before they are looked up
    for (const char c : lower) certain = certain && IsLetter(c);
    for (const std::string_view known :
         {"ago", "quarter", "qtr", "timezone", "now", "today", "p", "pt"}) {
      certain = certain && lower != known;
    }
    for (const UnitName& unit : kUnits) certain = certain && lower != unit.name;
    if (!certain || (word.empty() && !StripWhitespace(text_).empty())) Unknown();
    throw PgError("22007", StrCat("invalid input syntax for type interval: \"", text_, "\""));
  }
  void SkipSpace() {
    while (!rest_.empty() && IsSpace(rest_[0])) rest_.remove_prefix(1);
  }

  void ReadParts() {
    bool any = false;
    if (!rest_.empty() && rest_[0] == '@') rest_.remove_prefix(1);
    SkipSpace();
    while (!rest_.empty()) {
      if (any && AsciiToLower(rest_) == "ago") {
        span_ = {-span_.months, -span_.days, -span_.time};
        return;
      }
      ReadPart();
      any = true;
      SkipSpace();
    }
    if (!any) Fail();
  }

  // Each field once.
  void Note(Unit unit) {
    const unsigned bit = 1U << static_cast<unsigned>(unit);
    if ((seen_ & bit) != 0) Unknown();
    seen_ |= bit;
  }

  void NoteFraction(Unit unit) {
    // How products of these are rounded has changed.
    if (unit == Unit::kDecade || unit == Unit::kCentury || unit == Unit::kMillennium) Unknown();
    if (unit != Unit::kSecond) return;
    Note(Unit::kMillisecond);
    Note(Unit::kMicrosecond);
  }

  // [sign] digits [. digits]; the parts keep the sign.
  void ReadNumber(int64_t* whole, double* fraction, bool* negative) {
    size_t i = 0;
    *negative = !rest_.empty() && rest_[0] == '-';
    signed_ = !rest_.empty() && (rest_[0] == '-' || rest_[0] == '+');
    if (signed_) ++i;
    const size_t first = i;
    while (i < rest_.size() && IsDigit(rest_[i])) ++i;
    const size_t point = i;
    if (i < rest_.size() && rest_[i] == '.') {
      ++i;
      while (i < rest_.size() && IsDigit(rest_[i])) ++i;
      if (i - point < 2) Fail();
    }
    if (point == first || point - first > 9) Fail();
    *whole = std::atoll(std::string(rest_.substr(first, point - first)).c_str());
    *fraction = std::strtod(StrCat("0", rest_.substr(point, i - point)).c_str(), nullptr);
    if (*negative) {
      *whole = -*whole;
      *fraction = -*fraction;
    }
    rest_.remove_prefix(i);
  }

  void ReadPart() {
    int64_t whole = 0;
    double fraction = 0;
    bool negative = false;
    ReadNumber(&whole, &fraction, &negative);
    if (!rest_.empty() && rest_[0] == ':') {
      if (fraction != 0) Unknown();
      return ReadClock(whole, negative);
    }
    if (!rest_.empty() && rest_[0] == '-' && rest_.size() > 1 && IsDigit(rest_[1])) {
      if (fraction != 0 || seen_ != 0) Unknown();
      return ReadYearMonth(whole, negative);
    }
    SkipSpace();
    size_t length = 0;
    while (length < rest_.size() && IsLetter(rest_[length])) ++length;
    const std::string word = AsciiToLower(rest_.substr(0, length));
    if (word.empty()) return ReadBare(whole, fraction);
    for (const UnitName& unit : kUnits) {
      if (unit.name == word) {
        rest_.remove_prefix(length);
        Note(unit.unit);
        if (fraction != 0) NoteFraction(unit.unit);
        // Behind a clock, fields are told apart in other ways.
        if (clock_) Unknown();
        Add(unit.unit, whole, fraction, major_, &span_);
        return;
      }
    }
    Fail();
  }

  // A number without a unit: the last one, or days before a time of day.
  void ReadBare(int64_t whole, double fraction) {
    if (rest_.empty()) {
      if (clock_) Unknown();
      const Unit unit = DefaultUnit(fields_);
      Note(unit);
      Add(unit, whole, fraction, major_, &span_);
      return;
    }
    const size_t end = rest_.find_first_not_of("+-0123456789:.");
    const bool before_clock =
        end == std::string_view::npos && rest_.find(':') != std::string_view::npos && fraction == 0;
    if (!before_clock) Fail();
    Note(Unit::kDay);
    Add(Unit::kDay, whole, 0, major_, &span_);
  }

  void ReadClock(int64_t hours, bool negative) {
    if (fields_ == "minute to second") Unknown();
    clock_ = true;
    const bool has_sign = signed_;
    for (const Unit unit :
         {Unit::kHour, Unit::kMinute, Unit::kSecond, Unit::kMillisecond, Unit::kMicrosecond}) {
      Note(unit);
    }
    const int64_t sign = negative ? -1 : 1;
    hours *= sign;
    rest_.remove_prefix(1);
    int64_t minutes = 0;
    int64_t seconds = 0;
    double fraction = 0;
    bool ignored = false;
    if (rest_.empty() || !IsDigit(rest_[0])) Fail();
    ReadNumber(&minutes, &fraction, &ignored);
    if (!rest_.empty() && rest_[0] == ':' && fraction == 0) {
      rest_.remove_prefix(1);
      if (rest_.empty() || !IsDigit(rest_[0])) Fail();
      ReadNumber(&seconds, &fraction, &ignored);
    } else if (fraction != 0) {
      seconds = minutes;  // 12:34.5 are minutes and seconds
      minutes = hours;
      hours = 0;
    }
    if (!rest_.empty() && !IsSpace(rest_[0])) Unknown();
    if (seconds == 60) Unknown();
    if (minutes > 59 || seconds > 59) {
      if (!rest_.empty() || has_sign) Unknown();
      throw PgError("22015", StrCat("interval field value out of range: \"", text_, "\""));
    }
    span_.time += sign * (hours * kHourUs + minutes * kMinuteUs + seconds * kSecondUs +
                          Round(fraction * static_cast<double>(kSecondUs)));
  }

  void ReadYearMonth(int64_t years, bool negative) {
    rest_.remove_prefix(1);
    int64_t months = 0;
    double fraction = 0;
    bool ignored = false;
    ReadNumber(&months, &fraction, &ignored);
    if (!rest_.empty() || fraction != 0) Unknown();
    if (months > 11) {
      throw PgError("22015", StrCat("interval field value out of range: \"", text_, "\""));
    }
    span_.months += years * 12 + (negative ? -months : months);
  }

  // P1Y2M3DT4H5M6S
  void ReadIso() {
    if (IsSpace(text_.front()) || IsSpace(text_.back())) Unknown();
    rest_.remove_prefix(1);
    bool time = false;
    size_t reached = 0;
    while (!rest_.empty()) {
      if (rest_[0] == 'T' && !time) {
        time = true;
        reached = 0;
        rest_.remove_prefix(1);
        if (rest_.empty()) Unknown();
        continue;
      }
      if (!IsDigit(rest_[0]) && rest_[0] != '-') Unknown();
      int64_t whole = 0;
      double fraction = 0;
      bool negative = false;
      ReadNumber(&whole, &fraction, &negative);
      constexpr std::string_view kDateLetters = "YMWD";
      constexpr std::string_view kTimeLetters = "HMS";
      constexpr std::array kDateUnits = {Unit::kYear, Unit::kMonth, Unit::kWeek, Unit::kDay};
      constexpr std::array kTimeUnits = {Unit::kHour, Unit::kMinute, Unit::kSecond};
      const char letter = rest_.empty() ? '\0' : rest_[0];
      const size_t at = (time ? kTimeLetters : kDateLetters).find(letter);
      if (at == std::string_view::npos || at < reached) Unknown();
      reached = at + 1;
      rest_.remove_prefix(1);
      Add(time ? kTimeUnits[at] : kDateUnits[at], whole, fraction, major_, &span_);
    }
  }

  std::string_view text_;
  std::string_view rest_;
  std::string_view fields_;
  int major_;
  unsigned seen_ = 0;  // units, as bits
  bool clock_ = false;
  bool signed_ = false;  // the last number
  Span span_;
};

// Cuts what the type's fields exclude, and rounds to its precision.
void Adjust(std::string_view fields, int precision, Span* span) {
  if (fields == "year") span->months = span->months / 12 * 12;
  if (fields == "year" || fields == "month" || fields == "year to month") {
    span->days = 0;
    span->time = 0;
  } else if (fields == "day") {
    span->time = 0;
  } else if (fields == "hour" || fields == "day to hour") {
    span->time = span->time / kHourUs * kHourUs;
  } else if (fields == "minute" || fields == "hour to minute" || fields == "day to minute") {
    span->time = span->time / kMinuteUs * kMinuteUs;
  }
  if (precision < 0 || precision >= 6) return;
  int64_t unit = 1;
  for (int i = precision; i < 6; ++i) unit *= 10;
  const int64_t half = unit / 2;
  span->time = (span->time >= 0 ? span->time + half : span->time - half) / unit * unit;
}

std::string Format(const Span& span) {
  std::string out;
  bool after_negative = false;
  const auto put = [&](int64_t value, std::string_view unit) {
    if (value == 0) return;
    StrAppend(&out, out.empty() ? "" : " ", after_negative && value > 0 ? "+" : "", value, " ",
              unit, value == 1 ? "" : "s");
    after_negative = value < 0;
  };
  put(span.months / 12, "year");
  put(span.months % 12, "mon");
  put(span.days, "day");
  if (!out.empty() && span.time == 0) return out;
  const int64_t magnitude = span.time < 0 ? -span.time : span.time;
  StrAppend(&out, out.empty() ? "" : " ", span.time < 0 ? "-" : after_negative ? "+" : "");
  char buffer[64];
  std::snprintf(
      buffer, sizeof buffer, "%02lld:%02d:%02d", static_cast<long long>(magnitude / kHourUs),
      static_cast<int>(magnitude / kMinuteUs % 60), static_cast<int>(magnitude / kSecondUs % 60));
  out += buffer;
  if (magnitude % kSecondUs != 0) {
    std::snprintf(buffer, sizeof buffer, ".%06d", static_cast<int>(magnitude % kSecondUs));
    out += buffer;
    while (out.back() == '0') out.pop_back();
  }
  return out;
}

}  // namespace

std::string ReadInterval(std::string_view text, int32_t typmod, int major) {
  const std::string word = AsciiToLower(StripWhitespace(text));
  if (word == "infinity" || word == "-infinity" || word == "+infinity") {
    if (major < 17) {
      throw PgError("22007", StrCat("invalid input syntax for type interval: \"", text, "\""));
    }
    return word == "-infinity" ? word : "infinity";
  }
  // The typmod's text is the fields, and maybe a precision in parentheses or alone.
  std::string fields = ModifiersFromTypmod("interval", typmod);
  int precision = -1;
  const size_t digit = fields.find_first_of("0123456789");
  if (digit != std::string::npos) {
    precision = std::atoi(fields.c_str() + digit);
    fields.resize(digit == 0 ? 0 : digit - 1);
  }
  Span span = Reader(text, fields, major).Read();
  Adjust(fields, precision, &span);
  return Format(span);
}

}  // namespace schemadiff::sema::literal
