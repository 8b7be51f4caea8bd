#include "engine/base/escape.h"

#include <gtest/gtest.h>

namespace schemadiff {
namespace {

TEST(EscapeForTerminal, LeavesOrdinaryTextAlone) {
  EXPECT_EQ(EscapeForTerminal("naïve table 表"), "naïve table 表");
}

TEST(EscapeForTerminal, ShowsControlCharacters) {
  EXPECT_EQ(EscapeForTerminal("a\x1b[31mb\x7f\tc\nd"), "a\\x1b[31mb\\x7f\\tc\\nd");
  EXPECT_EQ(EscapeForTerminal("a\nb", /*keep_newlines=*/true), "a\nb");
}

TEST(EscapeForTerminal, ShowsBidirectionalOverridesAndC1) {
  EXPECT_EQ(EscapeForTerminal("a\u202e\u009bb"), "a\\u202e\\u009bb");
}

TEST(EscapeForTerminal, ShowsInvalidUtf8) {
  EXPECT_EQ(EscapeForTerminal("a\xff\xc0\x80"), "a\\xff\\xc0\\x80");
  EXPECT_EQ(EscapeForTerminal("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
}

TEST(IsValidUtf8, RejectsTruncatedSequences) {
  EXPECT_TRUE(IsValidUtf8("é"));
  EXPECT_FALSE(IsValidUtf8("\xc3"));
}

}  // namespace
}  // namespace schemadiff
