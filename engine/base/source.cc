#include "engine/base/source.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"

namespace schemadiff {

std::string SourceLocation::ToString() const {
  if (line == 0) return file.str();
  if (column == 0) return StrCat(file, ":", line);
  return StrCat(file, ":", line, ":", column);
}

SourceText::SourceText(Name file, std::string text, std::vector<Segment> segments, bool generated)
    : file_(file), text_(std::move(text)), segments_(std::move(segments)), generated_(generated) {}

std::shared_ptr<const SourceText> SourceText::FromFile(Name file, std::string text) {
  std::vector<Segment> lines{{0, 1}};
  for (size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', end + 1)) {
    lines.push_back({static_cast<uint32_t>(end + 1), static_cast<uint32_t>(lines.size() + 1)});
  }
  return std::shared_ptr<const SourceText>(
      new SourceText(file, std::move(text), std::move(lines), false));
}

std::shared_ptr<const SourceText> SourceText::Generated(Name file, std::string text,
                                                        std::vector<Segment> segments) {
  return std::shared_ptr<const SourceText>(
      new SourceText(file, std::move(text), std::move(segments), true));
}

SourceLocation SourceText::Locate(size_t offset) const {
  auto after = std::upper_bound(segments_.begin(), segments_.end(), offset,
                                [](size_t at, const Segment& s) { return at < s.offset; });
  if (after == segments_.begin()) return {file_, 0, 0};
  const Segment& segment = *std::prev(after);
  // In generated text a column would count characters that the user never wrote.
  const uint32_t column = generated_ ? 0 : static_cast<uint32_t>(offset - segment.offset + 1);
  return {file_, segment.line, column};
}

}  // namespace schemadiff
