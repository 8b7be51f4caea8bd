// Spans of time as type interval holds them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace schemadiff::sema::literal {

inline constexpr int64_t kSecondUs = 1000000;
inline constexpr int64_t kMinuteUs = 60 * kSecondUs;
inline constexpr int64_t kHourUs = 60 * kMinuteUs;
inline constexpr int64_t kDayUs = 24 * kHourUs;

/// A value of type interval: its parts do not carry over into one another.
struct Span {
  int64_t months = 0;
  int64_t days = 0;
  int64_t time = 0;  ///< microseconds
};

enum class TimeUnit {
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

/// Adds `whole` and a fraction of a unit, of which what is less than a month, or a day, becomes
/// days, or time (DecodeInterval in datetime.c; before 15, months are cut and not rounded).
void AddTo(Span* span, TimeUnit unit, int64_t whole, double fraction, int major);

/// A number of microseconds, rounded to even as the server does.
int64_t RoundToInteger(double value);

/// Cuts what a type's fields exclude, and rounds to its precision (-1: none), as
/// AdjustIntervalForTypmod in timestamp.c does.
void AdjustToFields(std::string_view fields, int precision, Span* span);

/// As the server prints it while intervalstyle is postgres (EncodeInterval in datetime.c).
std::string FormatInterval(const Span& span);

}  // namespace schemadiff::sema::literal
