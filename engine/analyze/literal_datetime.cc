// Literals of dates and times.
//
// ISO 8601 and the forms close to it are read, with the years 1 to 9999 of our era; everything else
// that PostgreSQL may take (names of months, other orders of fields, digits without separators,
// names of zones) is not modelled, rather than refused.
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "engine/analyze/literal.h"
#include "engine/base/strings.h"

namespace schemadiff::sema::literal {
namespace {

constexpr std::string_view kInvalidDatetimeFormat = "22007";
constexpr std::string_view kDatetimeFieldOverflow = "22008";
constexpr std::string_view kZoneOutOfRange = "22009";
constexpr int64_t kMicrosecondsPerSecond = 1000000;
constexpr int64_t kMicrosecondsPerDay = 86400 * kMicrosecondsPerSecond;

struct Moment {
  bool has_date = false;
  bool has_time = false;
  int year = 0, month = 0, day = 0;
  int64_t time = 0;           // microseconds since midnight
  std::optional<int> offset;  // seconds east of Greenwich
};

class Reader {
 public:
  Reader(std::string_view type, std::string_view text) : type_(type), text_(text), rest_(text) {}

  Moment Read() {
    Moment moment;
    SkipSpace();
    while (!rest_.empty()) {
      const bool sign = rest_[0] == '+' || rest_[0] == '-';
      if (moment.has_time && !moment.offset && sign) {
        moment.offset = ReadOffset();
      } else if (!IsDigit(rest_[0])) {
        ReadWord(&moment);
      } else if (!moment.has_date && !moment.has_time && LooksLikeDate()) {
        ReadDate(&moment);
      } else if (!moment.has_time && LooksLikeTime()) {
        ReadTime(&moment);
      } else {
        Unreadable();
      }
      SkipSpace();
    }
    // Only now is it sure that the server would not complain of something else first.
    if (!out_of_range_.empty()) {
      throw PgError(out_of_range_, StrCat(out_of_range_ == kZoneOutOfRange
                                              ? "time zone displacement out of range: \""
                                              : "date/time field value out of range: \"",
                                          text_, "\""));
    }
    return moment;
  }

  // It is an error for certain only where it is nothing, or one word without a meaning of its own.
  [[noreturn]] void Unreadable() {
    const std::string word = AsciiToLower(StripWhitespace(text_));
    bool letters = true;
    for (const char c : word) letters = letters && c >= 'a' && c <= 'z';
    for (const std::string_view known :
         {"now", "today", "tomorrow", "yesterday", "allballs", "epoch", "infinity"}) {
      letters = letters && word != known;
    }
    if (!letters) NotHere(type_, text_);
    Malformed();
  }
  [[noreturn]] void Malformed() {
    throw PgError(kInvalidDatetimeFormat,
                  StrCat("invalid input syntax for type ", type_, ": \"", text_, "\""));
  }

 private:
  static bool IsDigit(char c) { return c >= '0' && c <= '9'; }
  void SkipSpace() {
    while (!rest_.empty() && IsSpace(rest_[0])) rest_.remove_prefix(1);
  }
  size_t DigitCount() const {
    size_t count = 0;
    while (count < rest_.size() && IsDigit(rest_[count])) ++count;
    return count;
  }
  char After(size_t count) const { return count < rest_.size() ? rest_[count] : '\0'; }
  bool LooksLikeDate() const {
    const size_t digits = DigitCount();
    return (digits >= 4 && After(digits) == '-') ||
           (digits == 8 && After(digits) != ':' && After(digits) != '.');
  }
  bool LooksLikeTime() const {
    const size_t digits = DigitCount();
    return digits >= 1 && digits <= 2 && After(digits) == ':';
  }
  int Number(size_t shortest, size_t longest) {
    const size_t digits = std::min(DigitCount(), longest);
    if (digits < shortest) Unreadable();
    int value = 0;
    for (const char digit : rest_.substr(0, digits)) value = value * 10 + (digit - '0');
    rest_.remove_prefix(digits);
    return value;
  }
  // Two different errors depend on the order in which the server looks for them.
  void OutOfRange(std::string_view sqlstate) {
    if (!out_of_range_.empty() && out_of_range_ != sqlstate) NotHere(type_, text_);
    out_of_range_ = sqlstate;
  }
  // Behind a field.
  void RequireBlank() {
    if (!rest_.empty() && !IsSpace(rest_[0])) Unreadable();
  }
  bool Consume(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void ReadDate(Moment* moment) {
    moment->has_date = true;
    if (DigitCount() == 8) {
      moment->year = Number(4, 4);
      moment->month = Number(2, 2);
      moment->day = Number(2, 2);
    } else {
      moment->year = Number(4, 9);
      if (!Consume('-')) Unreadable();
      moment->month = Number(1, 2);
      if (!Consume('-')) Unreadable();
      moment->day = Number(1, 2);
    }
    if (moment->year > 9999) NotHere(type_, text_);
    if (moment->year < 1 || moment->month < 1 || moment->month > 12 || moment->day < 1 ||
        moment->day > DaysInMonth(moment->year, moment->month)) {
      OutOfRange(kDatetimeFieldOverflow);
    }
    if (!Consume('T')) return RequireBlank();
    if (!LooksLikeTime()) Unreadable();
  }

  void ReadTime(Moment* moment) {
    moment->has_time = true;
    int hour = Number(1, 2);
    if (!Consume(':')) Unreadable();
    const int minute = Number(2, 2);
    int second = 0;
    int64_t fraction = 0;
    if (Consume(':')) {
      second = Number(2, 2);
      if (Consume('.')) fraction = Fraction();
    }
    if (!rest_.empty() && (IsDigit(rest_[0]) || rest_[0] == ':' || rest_[0] == '.')) Unreadable();
    SkipSpace();
    const std::string marker = AsciiToLower(rest_.substr(0, 2));
    if (marker == "am" || marker == "pm") {
      rest_.remove_prefix(2);
      RequireBlank();
      if (hour > 12) NotHere(type_, text_);
      hour = hour % 12 + (marker == "pm" ? 12 : 0);
    }
    if (second == 60) NotHere(type_, text_);
    if (hour > 24 || minute > 59 || second > 60 ||
        (hour == 24 && (minute != 0 || second != 0 || fraction != 0))) {
      OutOfRange(kDatetimeFieldOverflow);
    }
    moment->time =
        ((hour * 60 + minute) * int64_t{60} + second) * kMicrosecondsPerSecond + fraction;
  }

  // Digits behind the point, rounded to microseconds.
  int64_t Fraction() {
    const size_t digits = DigitCount();
    if (digits == 0) Unreadable();
    const double value = std::strtod(StrCat("0.", rest_.substr(0, digits)).c_str(), nullptr);
    rest_.remove_prefix(digits);
    return static_cast<int64_t>(std::rint(value * 1e6));
  }

  int ReadOffset() {
    const int sign = rest_[0] == '-' ? -1 : 1;
    rest_.remove_prefix(1);
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    if (DigitCount() == 4) {
      hours = Number(2, 2);
      minutes = Number(2, 2);
    } else {
      hours = Number(1, 2);
      if (Consume(':')) minutes = Number(2, 2);
      if (Consume(':')) seconds = Number(2, 2);
    }
    RequireBlank();
    if (hours > 15 || minutes > 59 || seconds > 59) OutOfRange(kZoneOutOfRange);
    return sign * (hours * 3600 + minutes * 60 + seconds);
  }

  void ReadWord(Moment* moment) {
    size_t length = 0;
    while (length < rest_.size() &&
           ((rest_[length] | 0x20) >= 'a' && (rest_[length] | 0x20) <= 'z')) {
      ++length;
    }
    const std::string word = AsciiToLower(rest_.substr(0, length));
    if (moment->has_time && !moment->offset && (word == "z" || word == "utc" || word == "gmt")) {
      rest_.remove_prefix(length);
      RequireBlank();
      moment->offset = 0;
      return;
    }
    Unreadable();
  }

 public:
  static int DaysInMonth(int year, int month) {
    constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return kDays[static_cast<size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
  }

 private:
  std::string_view type_;
  std::string_view text_;
  std::string_view rest_;
  std::string_view out_of_range_;  // the SQLSTATE
};

std::string Lower(std::string_view text) { return AsciiToLower(StripWhitespace(text)); }

// Moves the date by that many days, which are few.
void ShiftDays(Moment* moment, int64_t days) {
  for (; days > 0; --days) {
    if (++moment->day > Reader::DaysInMonth(moment->year, moment->month)) {
      moment->day = 1;
      if (++moment->month > 12) {
        moment->month = 1;
        ++moment->year;
      }
    }
  }
  for (; days < 0; ++days) {
    if (--moment->day < 1) {
      if (--moment->month < 1) {
        moment->month = 12;
        --moment->year;
      }
      moment->day = Reader::DaysInMonth(moment->year, moment->month);
    }
  }
}

std::string FormatDate(const Moment& moment) {
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", moment.year, moment.month, moment.day);
  return buffer;
}

std::string FormatTime(int64_t time) {
  const int64_t seconds = time / kMicrosecondsPerSecond;
  const int64_t fraction = time % kMicrosecondsPerSecond;
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%02d:%02d:%02d", static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  std::string out = buffer;
  if (fraction != 0) {
    std::snprintf(buffer, sizeof buffer, ".%06d", static_cast<int>(fraction));
    out += buffer;
    while (out.back() == '0') out.pop_back();
  }
  return out;
}

std::string FormatOffset(int offset) {
  const int magnitude = std::abs(offset);
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%c%02d", offset < 0 ? '-' : '+', magnitude / 3600);
  std::string out = buffer;
  if (magnitude % 3600 != 0) {
    std::snprintf(buffer, sizeof buffer, ":%02d", magnitude / 60 % 60);
    out += buffer;
  }
  if (magnitude % 60 != 0) {
    std::snprintf(buffer, sizeof buffer, ":%02d", magnitude % 60);
    out += buffer;
  }
  return out;
}

bool IsInfinite(const std::string& word, int major, std::string* out) {
  if (word == "infinity" || (word == "+infinity" && major >= 16)) {
    *out = "infinity";
    return true;
  }
  if (word == "-infinity") {
    *out = "-infinity";
    return true;
  }
  return false;
}

}  // namespace

std::string ReadDate(std::string_view text, int major) {
  const std::string word = Lower(text);
  std::string infinite;
  if (IsInfinite(word, major, &infinite)) return infinite;
  if (word == "epoch") return "1970-01-01";
  Reader reader("date", text);
  const Moment moment = reader.Read();
  if (!moment.has_date) reader.Unreadable();
  return FormatDate(moment);
}

std::string NextDay(std::string_view date) {
  Moment moment = Reader("date", date).Read();
  ShiftDays(&moment, 1);
  return FormatDate(moment);
}

std::string ReadTime(const AnalyzeOptions& options, std::string_view text, bool with_zone) {
  const std::string_view type = with_zone ? "time with time zone" : "time";
  Reader reader(with_zone ? "time with time zone" : "time without time zone", text);
  const Moment moment = reader.Read();
  if (!moment.has_time) reader.Unreadable();
  if (moment.has_date && with_zone) NotHere(type, text);  // depends on how the date is written
  if (!with_zone) return FormatTime(moment.time);
  if (!moment.offset && (!options.utc_offset || !options.zone_known)) NotHere(type, text);
  return StrCat(FormatTime(moment.time),
                FormatOffset(moment.offset ? *moment.offset : *options.utc_offset));
}

std::string ReadTimestamp(const AnalyzeOptions& options, std::string_view text, bool with_zone,
                          int major) {
  const std::string_view type =
      with_zone ? "timestamp with time zone" : "timestamp without time zone";
  const std::string word = Lower(text);
  std::string infinite;
  if (IsInfinite(word, major, &infinite)) return infinite;
  Moment moment;
  if (word == "epoch") {
    moment.has_date = true;
    moment.year = 1970;
    moment.month = moment.day = 1;
    moment.offset = 0;
  } else {
    Reader reader(type, text);
    moment = reader.Read();
    if (!moment.has_date) reader.Unreadable();
  }
  if (!with_zone) {
    ShiftDays(&moment, moment.time / kMicrosecondsPerDay);  // 24:00
    return StrCat(FormatDate(moment), " ", FormatTime(moment.time % kMicrosecondsPerDay));
  }
  // It is printed in the session's zone.
  if (!options.utc_offset || (!moment.offset && !options.zone_known)) NotHere(type, text);
  const int zone = *options.utc_offset;
  const int64_t shifted =
      moment.time + (zone - moment.offset.value_or(zone)) * kMicrosecondsPerSecond;
  const int64_t days =
      shifted >= 0 ? shifted / kMicrosecondsPerDay : -((-shifted - 1) / kMicrosecondsPerDay) - 1;
  ShiftDays(&moment, days);
  return StrCat(FormatDate(moment), " ", FormatTime(shifted - days * kMicrosecondsPerDay),
                FormatOffset(zone));
}

}  // namespace schemadiff::sema::literal
