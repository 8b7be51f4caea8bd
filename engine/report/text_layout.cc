#include "engine/report/text_layout.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/base/strings.h"

namespace schemadiff {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

// Characters that take no column of their own: combining marks of the scripts in common use,
// joiners, variation selectors.
constexpr std::array kZeroWidth = {
    Range{0x0300, 0x036F},  Range{0x0483, 0x0489}, Range{0x0591, 0x05BD}, Range{0x05BF, 0x05C7},
    Range{0x0610, 0x061A},  Range{0x064B, 0x065F}, Range{0x0670, 0x0670}, Range{0x06D6, 0x06DC},
    Range{0x06DF, 0x06E4},  Range{0x0900, 0x0902}, Range{0x093C, 0x093C}, Range{0x0941, 0x0948},
    Range{0x094D, 0x094D},  Range{0x0E31, 0x0E31}, Range{0x0E34, 0x0E3A}, Range{0x0E47, 0x0E4E},
    Range{0x1AB0, 0x1AFF},  Range{0x1DC0, 0x1DFF}, Range{0x200B, 0x200F}, Range{0x20D0, 0x20FF},
    Range{0x302A, 0x302D},  Range{0x3099, 0x309A}, Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F},
    Range{0xE0100, 0xE01EF}};

// East Asian wide and fullwidth characters, and emoji that are shown wide.
constexpr std::array kDoubleWidth = {
    Range{0x1100, 0x115F},   Range{0x231A, 0x231B},   Range{0x23E9, 0x23EC},
    Range{0x2614, 0x2615},   Range{0x2648, 0x2653},   Range{0x26AA, 0x26AB},
    Range{0x26BD, 0x26BE},   Range{0x2705, 0x2705},   Range{0x274C, 0x274C},
    Range{0x2753, 0x2755},   Range{0x2757, 0x2757},   Range{0x2795, 0x2797},
    Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},   Range{0x3400, 0x4DBF},
    Range{0x4E00, 0xA4CF},   Range{0xA960, 0xA97F},   Range{0xAC00, 0xD7A3},
    Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},
    Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FF},
    Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};

template <size_t N>
bool In(const std::array<Range, N>& ranges, uint32_t code_point) {
  const auto after = std::ranges::upper_bound(ranges, code_point, {}, &Range::first);
  return after != ranges.begin() && code_point <= std::prev(after)->last;
}

// The length in bytes of the first character (1 where the bytes are not UTF-8), and its columns.
size_t NextCharacter(std::string_view text, size_t* columns) {
  const auto lead = static_cast<unsigned char>(text[0]);
  size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (lead >= 0x80 && lead < 0xC2) length = 1;
  length = std::min(length, text.size());
  *columns = 1;
  if (length == 1) return 1;
  uint32_t code_point = lead & (0xFFU >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    code_point = (code_point << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  if (In(kZeroWidth, code_point)) {
    *columns = 0;
  } else if (In(kDoubleWidth, code_point)) {
    *columns = 2;
  }
  return length;
}

// The number of bytes whose columns fit into `width`; at least one character, so that a loop
// over the rest ends.
size_t BytesWithin(std::string_view text, size_t width) {
  size_t used = 0;
  size_t at = 0;
  while (at < text.size()) {
    size_t columns = 0;
    const size_t length = NextCharacter(text.substr(at), &columns);
    if (at > 0 && used + columns > width) break;
    used += columns;
    at += length;
  }
  return at;
}

std::string_view TrimRight(std::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    size_t columns = 0;
    text.remove_prefix(NextCharacter(text, &columns));
    width += columns;
  }
  return width;
}

std::string PadRight(std::string_view text, size_t width) {
  std::string out(text);
  const size_t used = DisplayWidth(text);
  if (used < width) out.append(width - used, ' ');
  return out;
}

std::vector<std::string> WrapText(std::string_view text, size_t width) {
  std::vector<std::string> lines;
  for (std::string_view paragraph : StrSplit(text, '\n')) {
    paragraph = TrimRight(paragraph);
    std::string line;
    size_t used = 0;
    for (const std::string_view word : StrSplit(paragraph, ' ')) {
      if (word.empty()) continue;
      const size_t columns = DisplayWidth(word);
      if (!line.empty() && used + 1 + columns > width) {
        lines.push_back(std::move(line));
        line.clear();
        used = 0;
      }
      if (!line.empty()) {
        line += ' ';
        ++used;
      }
      line.append(word);
      used += columns;
    }
    lines.push_back(std::move(line));
  }
  if (lines.size() == 1 && lines[0].empty()) lines.clear();
  return lines;
}

std::vector<std::string> BreakText(std::string_view text, size_t width) {
  std::vector<std::string> lines;
  for (size_t bytes; (bytes = BytesWithin(text, width)) < text.size();) {
    const size_t space = text.rfind(' ', bytes);
    if (space != std::string_view::npos && space >= bytes - bytes / 3) bytes = space;
    lines.emplace_back(TrimRight(text.substr(0, bytes)));
    text.remove_prefix(bytes);
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  }
  lines.emplace_back(TrimRight(text));
  return lines;
}

std::string Plural(std::string_view noun) {
  if (noun.empty()) return {};
  if (noun.back() == 'x' || noun.back() == 's') return StrCat(noun, "es");
  const bool consonant_y =
      noun.size() > 1 && noun.back() == 'y' &&
      std::string_view("aeiou").find(noun[noun.size() - 2]) == std::string_view::npos;
  if (consonant_y) return StrCat(noun.substr(0, noun.size() - 1), "ies");
  return StrCat(noun, "s");
}

std::string Count(size_t number, std::string_view noun) {
  return number == 1 ? StrCat("1 ", noun) : StrCat(number, " ", Plural(noun));
}

std::string JoinList(const std::vector<std::string>& items, size_t limit) {
  std::string out;
  const size_t shown = items.size() > limit ? limit : items.size();
  for (size_t i = 0; i < shown; ++i) {
    if (i > 0) out += i + 1 == items.size() ? " and " : ", ";
    out += items[i];
  }
  if (shown < items.size()) StrAppend(&out, " and ", items.size() - shown, " more");
  return out;
}

std::string Painter::operator()(Tone tone, std::string_view text) const {
  if (!colour_ || tone == Tone::kPlain || text.empty()) return std::string(text);
  const char* code = "";
  switch (tone) {
    case Tone::kPlain:
      break;
    case Tone::kStrong:
      code = "1";
      break;
    case Tone::kFaint:
      code = "2";
      break;
    case Tone::kGood:
      code = "1;32";
      break;
    case Tone::kBad:
      code = "1;31";
      break;
    case Tone::kWarning:
      code = "1;33";
      break;
    case Tone::kAdded:
      code = "32";
      break;
    case Tone::kRemoved:
      code = "31";
      break;
  }
  return StrCat("\x1b[", code, "m", text, "\x1b[0m");
}

}  // namespace schemadiff
