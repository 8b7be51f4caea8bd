// Strings that remember the source lines of their parts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parsers/alembic/python_value.h"

namespace schemadiff::py {

/// Builds a string from parts, keeping the line of each.
class TextBuilder {
 public:
  /// Text without a line of its own: it belongs to the line before it.
  void Append(std::string_view text) { text_.append(text); }
  /// A literal; its marks are kept where `keep` says so.
  void AppendMarked(std::string_view text, const std::vector<LineMark>& marks, bool keep = true);
  void AppendString(const String& string) { AppendMarked(string.text, string.marks); }
  /// A value that is put into a template on `line` (0: not known). A fragment of several
  /// lines keeps its own lines; anything shorter belongs to the template's line.
  void AppendInterpolated(const String& string, uint32_t line);
  /// What follows stands on `line`.
  void Mark(uint32_t line);

  const std::string& text() const { return text_; }
  Value Finish(Heap* heap) { return heap->NewString(std::move(text_), std::move(marks_)); }

 private:
  std::string text_;
  std::vector<LineMark> marks_;
};

/// Bytes [begin, end) of a string, with their lines.
Value Substring(Heap* heap, const String& string, size_t begin, size_t end);

/// Byte offsets of the characters of UTF-8 text, with its length as the last element.
std::vector<size_t> CharacterOffsets(std::string_view text);

/// Characters in UTF-8 text.
size_t CharacterCount(std::string_view text);

}  // namespace schemadiff::py
