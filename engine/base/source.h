// Source texts and places in them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/name.h"

namespace schemadiff {

/// A place a person can open in an editor. Lines and columns count from 1; a column
/// counts bytes, as compilers do; 0 means not known.
struct SourceLocation {
  Name file;  ///< a Name, as each object of a catalog has a place, and all are in few files
  uint32_t line = 0;
  uint32_t column = 0;

  bool known() const { return !file.empty(); }
  /// "file:line", "file:line:column", or "file" where the line is not known.
  std::string ToString() const;
  friend bool operator==(const SourceLocation&, const SourceLocation&) = default;
  friend auto operator<=>(const SourceLocation&, const SourceLocation&) = default;
};

/// SQL text together with where each part of it came from.
///
/// For an .sql file the map is the identity. For SQL that was generated from another
/// language (Alembic's Python), `segments` says which line of that file each byte
/// range of the text stands for, so that a diagnostic inside generated SQL still
/// points at the line that the user wrote.
class SourceText {
 public:
  /// The text of a file, as it stands.
  static std::shared_ptr<const SourceText> FromFile(Name file, std::string text);

  struct Segment {
    uint32_t offset = 0;  ///< first byte of the text that this segment covers
    uint32_t line = 0;    ///< line in `file`
  };
  /// Generated text; `segments` are ordered by offset, the first one at 0.
  static std::shared_ptr<const SourceText> Generated(Name file, std::string text,
                                                     std::vector<Segment> segments);

  const std::string& file() const { return file_.str(); }
  const std::string& text() const { return text_; }

  /// The place of a byte offset. Offsets past the end give the last line.
  SourceLocation Locate(size_t offset) const;

 private:
  SourceText(Name file, std::string text, std::vector<Segment> segments, bool generated);

  Name file_;
  std::string text_;
  std::vector<Segment> segments_;  // generated: as given; else: the start of each line
  bool generated_;
};

}  // namespace schemadiff
