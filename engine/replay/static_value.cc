#include "engine/replay/static_value.h"

#include <charconv>

#include "engine/base/strings.h"

namespace schemadiff::replay {

std::optional<std::string> TextOf(const Value& value) {
  switch (value.kind) {
    case Value::Kind::kBool:
      return value.truth ? "true" : "false";
    case Value::Kind::kNumber:
      return StrCat(value.number);
    case Value::Kind::kText:
      return value.text;
    default:
      return std::nullopt;
  }
}

std::optional<int64_t> NumberOf(const Value& value) {
  if (value.kind == Value::Kind::kNumber) return value.number;
  if (value.kind != Value::Kind::kText) return std::nullopt;
  int64_t number = 0;
  const char* end = value.text.data() + value.text.size();
  const auto [stop, error] = std::from_chars(value.text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::optional<bool> TruthOf(const Value& value) {
  if (value.kind == Value::Kind::kBool) return value.truth;
  if (value.kind != Value::Kind::kText) return std::nullopt;
  const std::string word = AsciiToLower(value.text);
  if (word == "t" || word == "true" || word == "on" || word == "yes" || word == "1") return true;
  if (word == "f" || word == "false" || word == "off" || word == "no" || word == "0") return false;
  return std::nullopt;
}

}  // namespace schemadiff::replay
