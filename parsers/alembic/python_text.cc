#include "parsers/alembic/python_text.h"

#include <algorithm>

namespace schemadiff::py {

void TextBuilder::Mark(uint32_t line) {
  if (line == 0 || (!marks_.empty() && marks_.back().line == line)) return;
  const auto offset = static_cast<uint32_t>(text_.size());
  if (!marks_.empty() && marks_.back().offset == offset) {
    marks_.back().line = line;
  } else {
    marks_.push_back({offset, line});
  }
}

void TextBuilder::AppendMarked(std::string_view text, const std::vector<LineMark>& marks,
                               bool keep) {
  if (keep) {
    const size_t base = text_.size();
    size_t done = 0;
    for (const LineMark& mark : marks) {
      if (mark.offset > text.size()) break;
      text_.append(text.substr(done, mark.offset - done));
      done = mark.offset;
      Mark(mark.line);
    }
    text_.append(text.substr(text_.size() - base));
    return;
  }
  text_.append(text);
}

void TextBuilder::AppendInterpolated(const String& string, uint32_t line) {
  if (string.text.find('\n') != std::string::npos && !string.marks.empty()) {
    AppendString(string);
  } else {
    Mark(line);
    Append(string.text);
  }
  Mark(line);
}

Value Substring(Heap* heap, const String& string, size_t begin, size_t end) {
  std::vector<LineMark> marks;
  if (const uint32_t line = string.LineAt(begin); line != 0) marks.push_back({0, line});
  for (const LineMark& mark : string.marks) {
    if (mark.offset > begin && mark.offset < end) {
      marks.push_back({mark.offset - static_cast<uint32_t>(begin), mark.line});
    }
  }
  return heap->NewString(string.text.substr(begin, end - begin), std::move(marks));
}

std::vector<size_t> CharacterOffsets(std::string_view text) {
  std::vector<size_t> offsets;
  for (size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) offsets.push_back(i);
  }
  offsets.push_back(text.size());
  return offsets;
}

size_t CharacterCount(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

}  // namespace schemadiff::py
