#include "engine/base/source.h"

#include <gtest/gtest.h>

namespace schemadiff {
namespace {

TEST(SourceText, LocatesLinesAndColumns) {
  const auto source = SourceText::FromFile("a.sql", "ab\ncd\n");
  EXPECT_EQ(source->Locate(0).ToString(), "a.sql:1:1");
  EXPECT_EQ(source->Locate(2).ToString(), "a.sql:1:3");
  EXPECT_EQ(source->Locate(3).ToString(), "a.sql:2:1");
  EXPECT_EQ(source->Locate(99).line, 3u);
}

TEST(SourceText, GeneratedTextPointsAtTheOriginalLine) {
  const auto source =
      SourceText::Generated("rev.py", "CREATE TABLE t (a int)", {{0, 10}, {16, 12}});
  EXPECT_EQ(source->Locate(0).ToString(), "rev.py:10");
  EXPECT_EQ(source->Locate(18).ToString(), "rev.py:12");
}

}  // namespace
}  // namespace schemadiff
