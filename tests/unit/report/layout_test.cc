#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/report/text_layout.h"

namespace schemadiff {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth("abc"), 3u);
  EXPECT_EQ(DisplayWidth("Größe"), 5u);
  EXPECT_EQ(DisplayWidth("表"), 2u);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1u);
  EXPECT_EQ(DisplayWidth("🚀"), 2u);
  EXPECT_EQ(PadRight("表", 4), "表  ");
  EXPECT_EQ(PadRight("longer", 3), "longer");
}

TEST(WrapText, BreaksAtSpacesAndKeepsParagraphs) {
  EXPECT_THAT(WrapText("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(WrapText("one\n\ntwo", 10), ElementsAre("one", "", "two"));
  EXPECT_THAT(WrapText("", 10), IsEmpty());
  // A path is to be copied, or clicked on.
  EXPECT_THAT(WrapText("a very/long/path.py:1 b", 6), ElementsAre("a", "very/long/path.py:1", "b"));
}

TEST(BreakText, LosesNothingButSpacesAtBreaks) {
  EXPECT_THAT(BreakText("abcdef", 4), ElementsAre("abcd", "ef"));
  EXPECT_THAT(BreakText("(a =  b)", 20), ElementsAre("(a =  b)"));
  EXPECT_THAT(BreakText("aaaa bbbb", 6), ElementsAre("aaaa", "bbbb"));
  EXPECT_THAT(BreakText("", 6), ElementsAre(""));
  EXPECT_THAT(BreakText("表表表", 3), ElementsAre("表", "表", "表"));
}

TEST(Count, KnowsPlurals) {
  EXPECT_EQ(Count(1, "table"), "1 table");
  EXPECT_EQ(Count(0, "table"), "0 tables");
  EXPECT_EQ(Count(2, "index"), "2 indexes");
  EXPECT_EQ(Count(3, "policy"), "3 policies");
  EXPECT_EQ(Count(2, "key"), "2 keys");
}

TEST(JoinList, ReadsAsASentence) {
  EXPECT_EQ(JoinList({}), "");
  EXPECT_EQ(JoinList({"a"}), "a");
  EXPECT_EQ(JoinList({"a", "b"}), "a and b");
  EXPECT_EQ(JoinList({"a", "b", "c"}), "a, b and c");
  EXPECT_EQ(JoinList({"a", "b", "c", "d"}, 2), "a, b and 2 more");
}

}  // namespace
}  // namespace schemadiff
