#include "engine/report/line_diff.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/base/strings.h"

namespace schemadiff {
namespace {

std::string Show(std::string_view expected, std::string_view actual, size_t context = 1) {
  std::string out;
  for (const DiffLine& line : DiffLines(expected, actual, context)) {
    constexpr std::string_view kSigns[] = {" ", "-", "+", "."};
    StrAppend(&out, kSigns[static_cast<size_t>(line.side)], line.text, "|");
  }
  return out;
}

TEST(DiffLines, ShowsWhatDiffersWithContext) {
  EXPECT_EQ(Show("a\nb\nc\nd\ne", "a\nb\nX\nd\ne"), ".| b|-c|+X| d|.|");
  EXPECT_EQ(Show("a", "b"), "-a|+b|");
  EXPECT_EQ(Show("a\nb", "a"), " a|-b|");
  EXPECT_EQ(Show("a\nc", "a\nb\nc"), " a|+b| c|");
  EXPECT_EQ(Show("1\n2\n3\n4\n5\n6\n7", "1\nX\n3\n4\n5\nY\n7", 0), ".|-2|+X|.|-6|+Y|.|");
}

TEST(DiffLines, LargeTextsAreStillAnswered) {
  std::string a;
  std::string b;
  for (int i = 0; i < 5000; ++i) {
    StrAppend(&a, "a", i, "\n");
    StrAppend(&b, "b", i, "\n");
  }
  EXPECT_EQ(DiffLines(a + "end", b + "end", 0).size(), 10'001u);  // and one gap
}

}  // namespace
}  // namespace schemadiff
