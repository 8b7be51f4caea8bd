// Literals of type interval.
//
// Read are numbers with units, a time of day, years-months, and ISO 8601 with designators. What
// else the server may take (spaces behind signs, units more than once, fields in other places) is
// not modelled, rather than refused.
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "engine/analyze/interval.h"
#include "engine/analyze/literal.h"
#include "engine/base/strings.h"
#include "engine/pg/typmod.h"

namespace schemadiff::sema::literal {
namespace {
struct UnitName {
  std::string_view name;
  TimeUnit unit;
};
constexpr std::array kUnits = {UnitName{"us", TimeUnit::kMicrosecond},
                               UnitName{"usec", TimeUnit::kMicrosecond},
                               UnitName{"usecs", TimeUnit::kMicrosecond},
                               UnitName{"microsecond", TimeUnit::kMicrosecond},
                               UnitName{"microseconds", TimeUnit::kMicrosecond},
                               UnitName{"ms", TimeUnit::kMillisecond},
                               UnitName{"msec", TimeUnit::kMillisecond},
                               UnitName{"msecs", TimeUnit::kMillisecond},
                               UnitName{"millisecond", TimeUnit::kMillisecond},
                               UnitName{"milliseconds", TimeUnit::kMillisecond},
                               UnitName{"s", TimeUnit::kSecond},
                               UnitName{"sec", TimeUnit::kSecond},
                               UnitName{"secs", TimeUnit::kSecond},
                               UnitName{"second", TimeUnit::kSecond},
                               UnitName{"seconds", TimeUnit::kSecond},
                               UnitName{"m", TimeUnit::kMinute},
                               UnitName{"min", TimeUnit::kMinute},
                               UnitName{"mins", TimeUnit::kMinute},
                               UnitName{"minute", TimeUnit::kMinute},
                               UnitName{"minutes", TimeUnit::kMinute},
                               UnitName{"h", TimeUnit::kHour},
                               UnitName{"hr", TimeUnit::kHour},
                               UnitName{"hrs", TimeUnit::kHour},
                               UnitName{"hour", TimeUnit::kHour},
                               UnitName{"hours", TimeUnit::kHour},
                               UnitName{"d", TimeUnit::kDay},
                               UnitName{"day", TimeUnit::kDay},
                               UnitName{"days", TimeUnit::kDay},
                               UnitName{"w", TimeUnit::kWeek},
                               UnitName{"week", TimeUnit::kWeek},
                               UnitName{"weeks", TimeUnit::kWeek},
                               UnitName{"mon", TimeUnit::kMonth},
                               UnitName{"mons", TimeUnit::kMonth},
                               UnitName{"month", TimeUnit::kMonth},
                               UnitName{"months", TimeUnit::kMonth},
                               UnitName{"y", TimeUnit::kYear},
                               UnitName{"yr", TimeUnit::kYear},
                               UnitName{"yrs", TimeUnit::kYear},
                               UnitName{"year", TimeUnit::kYear},
                               UnitName{"years", TimeUnit::kYear},
                               UnitName{"dec", TimeUnit::kDecade},
                               UnitName{"decs", TimeUnit::kDecade},
                               UnitName{"decade", TimeUnit::kDecade},
                               UnitName{"decades", TimeUnit::kDecade},
                               UnitName{"c", TimeUnit::kCentury},
                               UnitName{"cent", TimeUnit::kCentury},
                               UnitName{"century", TimeUnit::kCentury},
                               UnitName{"centuries", TimeUnit::kCentury},
                               UnitName{"mil", TimeUnit::kMillennium},
                               UnitName{"mils", TimeUnit::kMillennium},
                               UnitName{"millennium", TimeUnit::kMillennium},
                               UnitName{"millennia", TimeUnit::kMillennium}};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

// What a number without a unit counts, by the fields of the type.
TimeUnit DefaultUnit(std::string_view fields) {
  if (fields == "year") return TimeUnit::kYear;
  if (fields == "month" || fields == "year to month") return TimeUnit::kMonth;
  if (fields == "day") return TimeUnit::kDay;
  if (fields == "hour" || fields == "day to hour") return TimeUnit::kHour;
  if (fields == "minute" || fields == "hour to minute" || fields == "day to minute") {
    return TimeUnit::kMinute;
  }
  return TimeUnit::kSecond;
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
  void Note(TimeUnit unit) {
    const unsigned bit = 1U << static_cast<unsigned>(unit);
    if ((seen_ & bit) != 0) Unknown();
    seen_ |= bit;
  }

  void NoteFraction(TimeUnit unit) {
    // How products of these are rounded has changed.
    if (unit == TimeUnit::kDecade || unit == TimeUnit::kCentury || unit == TimeUnit::kMillennium)
      Unknown();
    if (unit != TimeUnit::kSecond) return;
    Note(TimeUnit::kMillisecond);
    Note(TimeUnit::kMicrosecond);
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
        AddTo(&span_, unit.unit, whole, fraction, major_);
        return;
      }
    }
    Fail();
  }

  // A number without a unit: the last one, or days before a time of day.
  void ReadBare(int64_t whole, double fraction) {
    if (rest_.empty()) {
      if (clock_) Unknown();
      const TimeUnit unit = DefaultUnit(fields_);
      Note(unit);
      AddTo(&span_, unit, whole, fraction, major_);
      return;
    }
    const size_t end = rest_.find_first_not_of("+-0123456789:.");
    const bool before_clock =
        end == std::string_view::npos && rest_.find(':') != std::string_view::npos && fraction == 0;
    if (!before_clock) Fail();
    Note(TimeUnit::kDay);
    AddTo(&span_, TimeUnit::kDay, whole, 0, major_);
  }

  void ReadClock(int64_t hours, bool negative) {
    if (fields_ == "minute to second") Unknown();
    clock_ = true;
    const bool has_sign = signed_;
    for (const TimeUnit unit : {TimeUnit::kHour, TimeUnit::kMinute, TimeUnit::kSecond,
                                TimeUnit::kMillisecond, TimeUnit::kMicrosecond}) {
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
                          RoundToInteger(fraction * static_cast<double>(kSecondUs)));
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
      constexpr std::array kDateUnits = {TimeUnit::kYear, TimeUnit::kMonth, TimeUnit::kWeek,
                                         TimeUnit::kDay};
      constexpr std::array kTimeUnits = {TimeUnit::kHour, TimeUnit::kMinute, TimeUnit::kSecond};
      const char letter = rest_.empty() ? '\0' : rest_[0];
      const size_t at = (time ? kTimeLetters : kDateLetters).find(letter);
      if (at == std::string_view::npos || at < reached) Unknown();
      reached = at + 1;
      rest_.remove_prefix(1);
      AddTo(&span_, time ? kTimeUnits[at] : kDateUnits[at], whole, fraction, major_);
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
  AdjustToFields(fields, precision, &span);
  return FormatInterval(span);
}

}  // namespace schemadiff::sema::literal
