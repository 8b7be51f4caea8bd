#include "parsers/histories/sections.h"

#include <algorithm>

#include "engine/base/strings.h"

namespace schemadiff {
namespace {

// Whether a line begins the part that undoes (true) or does (false) the migration.
std::optional<bool> ReadMarker(std::string_view line) {
  line = StripWhitespace(line);
  if (!line.starts_with("--")) return std::nullopt;
  line = StripWhitespace(line.substr(2));
  std::string words = AsciiToLower(line.substr(0, 32));
  for (const std::string_view tool : {"+goose ", "+migrate ", "migrate:"}) {
    if (!words.starts_with(tool)) continue;
    const std::string_view rest = StripWhitespace(std::string_view(words).substr(tool.size()));
    const std::string_view direction = rest.substr(0, rest.find_first_of(" \t"));
    if (direction == "down") return true;
    if (direction == "up") return false;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Directions> SplitDirections(std::string_view sql) {
  Directions parts;
  bool found = false;
  bool down = false;
  for (size_t at = 0; at < sql.size();) {
    const size_t end = std::min(sql.find('\n', at), sql.size());
    const std::string_view line = sql.substr(at, end - at);
    if (const auto marker = ReadMarker(line)) {
      down = *marker;
      found |= down;
    }
    StrAppend(down ? &parts.down : &parts.up, line);
    for (std::string* part : {&parts.up, &parts.down}) *part += '\n';
    at = end + 1;
  }
  if (!found) return std::nullopt;
  return parts;
}

}  // namespace schemadiff
