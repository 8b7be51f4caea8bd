// Laying out text in a terminal: widths, wrapping, columns, colours.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace schemadiff {

/// How many terminal columns UTF-8 text takes: combining characters none, East Asian wide
/// characters and emoji two. The text must hold no control characters (see EscapeForTerminal).
size_t DisplayWidth(std::string_view text);

/// Spaces appended up to `width` columns; longer text stays as it is.
std::string PadRight(std::string_view text, size_t width);

/// Lines of at most `width` columns, broken at spaces; a longer word is broken where it must
/// be. Line feeds in the text are kept, so that an empty line parts paragraphs. No line has
/// trailing spaces.
std::vector<std::string> WrapText(std::string_view text, size_t width);

/// Breaks text at `width` columns without regard for words, as for SQL, whose spaces count.
/// Prefers a space in the last third of a line; only spaces at a break are lost.
std::vector<std::string> BreakText(std::string_view text, size_t width);

/// "1 table", "3 tables", "2 indexes", "2 policies".
std::string Count(size_t number, std::string_view noun);
/// The plural of a noun: "tables", "indexes", "policies".
std::string Plural(std::string_view noun);

/// "a", "a and b", "a, b and c"; of more than `limit`, the first ones and "... and 7 more".
std::string JoinList(const std::vector<std::string>& items, size_t limit = 1000);

/// What a piece of text is, so that a terminal may colour it.
enum class Tone { kPlain, kStrong, kFaint, kGood, kBad, kWarning, kAdded, kRemoved };

/// Puts the ANSI codes of a tone (16 colours) around text, or not.
class Painter {
 public:
  explicit Painter(bool colour) : colour_(colour) {}
  std::string operator()(Tone tone, std::string_view text) const;
  bool colour() const { return colour_; }

 private:
  bool colour_;
};

}  // namespace schemadiff
