#include "engine/analyze/interval.h"

#include <cmath>
#include <cstdio>

#include "engine/base/strings.h"

namespace schemadiff::sema::literal {
namespace {

void AddDays(double days, Span* span) {
  const double whole = std::trunc(days);
  span->days += static_cast<int64_t>(whole);
  span->time += RoundToInteger((days - whole) * static_cast<double>(kDayUs));
}

void AddYears(int64_t whole, double fraction, int factor, int major, Span* span) {
  span->months += whole * factor * 12;
  const double months = fraction * factor * 12;
  span->months += major >= 15 ? RoundToInteger(months) : static_cast<int64_t>(months);
}

}  // namespace

int64_t RoundToInteger(double value) { return static_cast<int64_t>(std::rint(value)); }

void AddTo(Span* span, TimeUnit unit, int64_t whole, double fraction, int major) {
  const auto add_time = [&](int64_t microseconds) {
    span->time +=
        whole * microseconds + RoundToInteger(fraction * static_cast<double>(microseconds));
  };
  switch (unit) {
    case TimeUnit::kMicrosecond:
      return add_time(1);
    case TimeUnit::kMillisecond:
      return add_time(1000);
    case TimeUnit::kSecond:
      return add_time(kSecondUs);
    case TimeUnit::kMinute:
      return add_time(kMinuteUs);
    case TimeUnit::kHour:
      return add_time(kHourUs);
    case TimeUnit::kDay:
      span->days += whole;
      return AddDays(fraction, span);
    case TimeUnit::kWeek:
      span->days += whole * 7;
      return AddDays(fraction * 7, span);
    case TimeUnit::kMonth:
      span->months += whole;
      return AddDays(fraction * 30, span);
    case TimeUnit::kYear:
      return AddYears(whole, fraction, 1, major, span);
    case TimeUnit::kDecade:
      return AddYears(whole, fraction, 10, major, span);
    case TimeUnit::kCentury:
      return AddYears(whole, fraction, 100, major, span);
    case TimeUnit::kMillennium:
      return AddYears(whole, fraction, 1000, major, span);
    case TimeUnit::kNone:
      break;
  }
}

void AdjustToFields(std::string_view fields, int precision, Span* span) {
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

std::string FormatInterval(const Span& span) {
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

}  // namespace schemadiff::sema::literal
