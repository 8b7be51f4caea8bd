#include "parsers/alembic/python_format.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "engine/base/strings.h"
#include "parsers/alembic/python_text.h"

namespace schemadiff::py {
namespace {

constexpr size_t kMaxWidth = 1 << 20;

struct Spec {
  std::string fill = " ";
  char align = 0;
  char sign = '-';
  bool alternate = false;
  bool zero = false;
  size_t width = 0;
  char grouping = 0;
  int precision = -1;
  char type = 0;
};

bool IsAlign(char c) { return c == '<' || c == '>' || c == '^' || c == '='; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

size_t ReadNumber(Evaluator& ev, std::string_view text, size_t* pos) {
  size_t value = 0;
  for (; *pos < text.size() && IsDigit(text[*pos]); ++*pos) {
    value = value * 10 + static_cast<size_t>(text[*pos] - '0');
    if (value > kMaxWidth) ev.Fail("a formatted value is wider than the reader allows");
  }
  return value;
}

Spec ParseSpec(Evaluator& ev, std::string_view text) {
  Spec spec;
  size_t pos = 0;
  size_t first = 1;  // bytes of the first character, which may be the fill
  while (first < text.size() && (static_cast<unsigned char>(text[first]) & 0xc0) == 0x80) ++first;
  if (first < text.size() && IsAlign(text[first])) {
    spec.fill = std::string(text.substr(0, first));
    spec.align = text[first];
    pos = first + 1;
  } else if (!text.empty() && IsAlign(text[0])) {
    spec.align = text[0];
    pos = 1;
  }
  const auto at = [&](char c) { return pos < text.size() && text[pos] == c; };
  if (at('+') || at('-') || at(' ')) spec.sign = text[pos++];
  if (at('z')) ++pos;
  if (at('#')) {
    spec.alternate = true;
    ++pos;
  }
  if (at('0')) {
    spec.zero = true;
    ++pos;
  }
  spec.width = ReadNumber(ev, text, &pos);
  if (at(',') || at('_')) spec.grouping = text[pos++];
  if (at('.')) {
    ++pos;
    spec.precision = static_cast<int>(ReadNumber(ev, text, &pos));
  }
  if (pos < text.size()) spec.type = text[pos++];
  if (pos != text.size()) ev.Raise("ValueError", "Invalid format specifier");
  return spec;
}

std::string Pad(Evaluator& ev, std::string_view sign, std::string_view body, const Spec& spec,
                char default_align) {
  const size_t length = CharacterCount(body) + sign.size();
  if (length >= spec.width) return StrCat(sign, body);
  const size_t missing = spec.width - length;
  ev.heap().Charge(missing * spec.fill.size());
  const auto fill = [&](size_t count) {
    std::string out;
    for (size_t i = 0; i < count; ++i) out += spec.fill;
    return out;
  };
  const char align = spec.align != 0 ? spec.align : default_align;
  switch (align) {
    case '<':
      return StrCat(sign, body, fill(missing));
    case '^':
      return StrCat(fill(missing / 2), sign, body, fill(missing - missing / 2));
    case '=':
      return StrCat(sign, fill(missing), body);
    default:
      return StrCat(fill(missing), sign, body);
  }
}

std::string Group(std::string digits, char separator, size_t size) {
  if (separator == 0) return digits;
  const size_t point = std::min(digits.find_first_of(".eE"), digits.size());
  std::string out = digits.substr(point);
  for (size_t end = point; end > 0;) {
    const size_t begin = end > size ? end - size : 0;
    out = StrCat(digits.substr(begin, end - begin), end == point ? "" : std::string(1, separator),
                 out);
    end = begin;
  }
  return out;
}

std::string SignOf(bool negative, char sign) {
  if (negative) return "-";
  return sign == '-' ? "" : std::string(1, sign);
}

std::string FloatDigits(double value, char type, int precision, bool alternate) {
  char buffer[512];
  std::chars_format format = std::chars_format::general;
  if (type == 'e' || type == 'E') format = std::chars_format::scientific;
  if (type == 'f' || type == 'F') format = std::chars_format::fixed;
  if (format == std::chars_format::general && precision == 0) precision = 1;
  if (precision < 0) precision = 6;
  const auto result =
      std::to_chars(buffer, buffer + sizeof buffer, value, format, std::min(precision, 100));
  if (result.ec != std::errc()) return "";
  std::string digits(buffer, result.ptr);
  if (alternate && digits.find('.') == std::string::npos) digits.push_back('.');
  if (type == 'E' || type == 'F' || type == 'G') {
    for (char& c : digits) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }
  return digits;
}

std::string FormatFloat(Evaluator& ev, double value, Spec spec) {
  if (spec.zero && spec.align == 0) {
    spec.fill.assign(1, '0');  // GCC 12 warns of assigning "0"
    spec.align = '=';
  }
  const bool negative = std::signbit(value);
  const double magnitude = std::fabs(value);
  std::string digits;
  if (std::isnan(value)) {
    digits = "nan";
  } else if (std::isinf(value)) {
    digits = "inf";
  } else if (spec.type == '%') {
    digits = StrCat(FloatDigits(magnitude * 100, 'f', spec.precision, spec.alternate), "%");
  } else if (spec.type == 0 && spec.precision < 0) {
    digits = FloatRepr(magnitude);
  } else {
    digits = FloatDigits(magnitude, spec.type == 0 || spec.type == 'n' ? 'g' : spec.type,
                         spec.precision, spec.alternate);
    if (digits.empty()) ev.Fail("a formatted number is too long");
    // Without a type, a float keeps at least one digit after the point.
    if (spec.type == 0 && digits.find_first_of(".e") == std::string::npos) digits += ".0";
  }
  digits = Group(std::move(digits), spec.grouping, 3);
  return Pad(ev, SignOf(negative && !std::isnan(value), spec.sign), digits, spec, '>');
}

std::string FormatInteger(Evaluator& ev, int64_t value, Spec spec) {
  switch (spec.type) {
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%':
      return FormatFloat(ev, static_cast<double>(value), spec);
    default:
      break;
  }
  if (spec.zero && spec.align == 0) {
    spec.fill.assign(1, '0');  // GCC 12 warns of assigning "0"
    spec.align = '=';
  }
  const bool negative = value < 0;
  const uint64_t magnitude =
      negative ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  int base = 10;
  std::string prefix;
  size_t group = 3;
  if (spec.type == 'x' || spec.type == 'X') {
    base = 16;
    prefix = "0x";
    group = 4;
  } else if (spec.type == 'o') {
    base = 8;
    prefix = "0o";
    group = 4;
  } else if (spec.type == 'b') {
    base = 2;
    prefix = "0b";
    group = 4;
  } else if (spec.type == 'c') {
    if (value < 0 || value > 0x7f) ev.Fail("formatting with 'c' is read for ASCII only");
    return Pad(ev, "", std::string(1, static_cast<char>(value)), spec, '<');
  } else if (spec.type != 0 && spec.type != 'd' && spec.type != 'n') {
    ev.Raise("ValueError", StrCat("Unknown format code '", std::string(1, spec.type), "' for int"));
  }
  char buffer[72];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, magnitude, base);
  std::string digits = Group(std::string(buffer, result.ptr), spec.grouping, group);
  if (!spec.alternate) prefix.clear();
  if (spec.type == 'X') {
    for (std::string* text : {&digits, &prefix}) {
      for (char& c : *text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
  }
  return Pad(ev, StrCat(SignOf(negative, spec.sign), prefix), digits, spec, '>');
}

}  // namespace

std::string FloatRepr(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char buffer[64];
  const double magnitude = std::fabs(value);
  const bool plain = magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e16);
  const auto result =
      std::to_chars(buffer, buffer + sizeof buffer, value,
                    plain ? std::chars_format::fixed : std::chars_format::scientific);
  std::string out(buffer, result.ptr);
  if (plain && out.find('.') == std::string::npos) out += ".0";
  return out;
}

std::string FormatText(Evaluator& ev, std::string_view text, std::string_view spec_text) {
  if (spec_text.empty()) return std::string(text);
  const Spec spec = ParseSpec(ev, spec_text);
  if (spec.type != 0 && spec.type != 's') {
    ev.Raise("ValueError", StrCat("Unknown format code '", std::string(1, spec.type), "' for str"));
  }
  if (spec.precision >= 0) {
    const std::vector<size_t> offsets = CharacterOffsets(text);
    text =
        text.substr(0, offsets[std::min(static_cast<size_t>(spec.precision), offsets.size() - 1)]);
  }
  return Pad(ev, "", text, spec, '<');
}

std::string FormatValue(Evaluator& ev, Value value, std::string_view spec) {
  if (spec.empty()) return ev.Str(value);
  switch (value.kind()) {
    case ValueKind::kString:
      return FormatText(ev, value.text(), spec);
    case ValueKind::kFloat:
      return FormatFloat(ev, value.number(), ParseSpec(ev, spec));
    case ValueKind::kBool:
    case ValueKind::kInt:
      return FormatInteger(ev, value.integer(), ParseSpec(ev, spec));
    default:
      ev.Raise("TypeError", StrCat("unsupported format string passed to ", TypeName(value)));
  }
}

Value FormatPercent(Evaluator& ev, const String& format, Value argument) {
  TextBuilder out;
  const std::string& text = format.text;
  const bool tuple = argument.Is(ValueKind::kTuple);
  size_t next = 0;
  size_t copied = 0;
  const auto flush = [&](size_t end) {
    if (end > copied) {
      Heap& heap = ev.heap();
      out.AppendString(Substring(&heap, format, copied, end).string());
    }
  };
  const auto take = [&]() -> Value {
    if (!tuple) {
      if (next++ > 0) ev.Raise("TypeError", "not enough arguments for format string");
      return argument;
    }
    const std::vector<Value>& items = argument.sequence().items;
    if (next >= items.size()) ev.Raise("TypeError", "not enough arguments for format string");
    return items[next++];
  };
  for (size_t i = 0; i < text.size();) {
    if (text[i] != '%') {
      ++i;
      continue;
    }
    flush(i);
    const size_t begin = i++;
    if (i >= text.size()) ev.Raise("ValueError", "incomplete format");
    if (text[i] == '%') {
      out.Append("%");
      copied = ++i;
      continue;
    }
    Value value;
    bool named = false;
    if (text[i] == '(') {
      const size_t close = text.find(')', i);
      if (close == std::string::npos) ev.Raise("ValueError", "incomplete format key");
      if (!argument.Is(ValueKind::kDict)) ev.Raise("TypeError", "format requires a mapping");
      const std::string name = text.substr(i + 1, close - i - 1);
      const Value* found = argument.dict().Find(StrCat("s", name));
      if (found == nullptr) ev.Raise("KeyError", name);
      value = *found;
      named = true;
      i = close + 1;
    }
    Spec spec;
    spec.align = '>';
    for (; i < text.size(); ++i) {
      if (text[i] == '-')
        spec.align = '<';
      else if (text[i] == '+' || text[i] == ' ')
        spec.sign = text[i];
      else if (text[i] == '0')
        spec.zero = true;
      else if (text[i] == '#')
        spec.alternate = true;
      else
        break;
    }
    spec.width = ReadNumber(ev, text, &i);
    if (i < text.size() && text[i] == '.') {
      ++i;
      spec.precision = static_cast<int>(ReadNumber(ev, text, &i));
    }
    if (i >= text.size()) ev.Raise("ValueError", "incomplete format");
    const char type = text[i++];
    if (!named) value = take();
    if (value.IsUnknown()) return ev.Derived(value.unknown(), out.text());
    const uint32_t line = format.LineAt(begin);
    if (type == 's' || type == 'r' || type == 'a') {
      if (type == 's' && value.IsString() && spec.width == 0 && spec.precision < 0) {
        out.AppendInterpolated(value.string(), line);
      } else {
        std::string shown = type == 's' ? ev.Str(value) : ev.Repr(value);
        if (spec.precision >= 0) {
          const std::vector<size_t> offsets = CharacterOffsets(shown);
          shown.resize(offsets[std::min(static_cast<size_t>(spec.precision), offsets.size() - 1)]);
        }
        out.Append(Pad(ev, "", shown, spec, '>'));
      }
    } else if (value.IsNumber()) {
      if (spec.zero) {
        if (spec.align == '>')
          spec.align = 0;
        else
          spec.zero = false;
      }
      spec.type = type == 'i' || type == 'u' ? 'd' : type;
      if (spec.type == 'd' && value.Is(ValueKind::kFloat)) {
        value = Value::Int(static_cast<int64_t>(value.number()));
      }
      if (value.IsIntegral()) spec.precision = -1;
      out.Append(value.Is(ValueKind::kFloat) ? FormatFloat(ev, value.number(), spec)
                                             : FormatInteger(ev, value.integer(), spec));
    } else {
      ev.Raise("TypeError", StrCat("%", std::string(1, type), " format: a number is required"));
    }
    copied = i;
  }
  flush(text.size());
  if (tuple && next < argument.sequence().items.size()) {
    ev.Raise("TypeError", "not all arguments converted during string formatting");
  }
  if (!tuple && next == 0 && !argument.Is(ValueKind::kDict) && !argument.Is(ValueKind::kList)) {
    ev.Raise("TypeError", "not all arguments converted during string formatting");
  }
  return out.Finish(&ev.heap());
}

}  // namespace schemadiff::py
