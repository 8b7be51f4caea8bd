#include "engine/pg/identifier.h"

#include <gtest/gtest.h>

#include "engine/pg/embedded_data.h"

namespace schemadiff {
namespace {

TEST(Keywords, CoverTheMajorsThatTheHeaderNames) {
  EXPECT_EQ(internal::DataMajors().front(), kOldestMajor);
  EXPECT_EQ(internal::DataMajors().back(), kNewestMajor);
}

TEST(Keywords, HaveTheirClass) {
  EXPECT_EQ(LookUpKeyword("select", 15), KeywordCategory::kReserved);
  EXPECT_EQ(LookUpKeyword("integer", 15), KeywordCategory::kColumnName);
  EXPECT_EQ(LookUpKeyword("left", 15), KeywordCategory::kTypeOrFunctionName);
  EXPECT_EQ(LookUpKeyword("abort", 15), KeywordCategory::kUnreserved);
  EXPECT_EQ(LookUpKeyword("status", 15), KeywordCategory::kNone);
}

TEST(Keywords, DependOnTheMajor) {
  EXPECT_EQ(LookUpKeyword("system_user", 15), KeywordCategory::kNone);
  EXPECT_EQ(LookUpKeyword("system_user", 16), KeywordCategory::kReserved);
  EXPECT_EQ(LookUpKeyword("json", 16), KeywordCategory::kUnreserved);
  EXPECT_EQ(LookUpKeyword("json", 17), KeywordCategory::kColumnName);
  EXPECT_EQ(LookUpKeyword("json", 99), KeywordCategory::kColumnName);
  EXPECT_EQ(LookUpKeyword("json", 9), KeywordCategory::kNone);
}

TEST(QuoteIdentifier, QuotesWhatTheServerQuotes) {
  EXPECT_EQ(QuoteIdentifier("users", 15), "users");
  EXPECT_EQ(QuoteIdentifier("_a1", 15), "_a1");
  EXPECT_EQ(QuoteIdentifier("1a", 15), "\"1a\"");
  EXPECT_EQ(QuoteIdentifier("Users", 15), "\"Users\"");
  EXPECT_EQ(QuoteIdentifier("a$b", 15), "\"a$b\"");
  EXPECT_EQ(QuoteIdentifier("größe", 15), "\"größe\"");
  EXPECT_EQ(QuoteIdentifier("a\"b", 15), "\"a\"\"b\"");
  EXPECT_EQ(QuoteIdentifier("", 15), "\"\"");
  EXPECT_EQ(QuoteIdentifier("user", 15), "\"user\"");
  EXPECT_EQ(QuoteIdentifier("timestamp", 15), "\"timestamp\"");
  EXPECT_EQ(QuoteIdentifier("name", 15), "name");
  EXPECT_EQ(QuoteIdentifier("json", 16), "json");
  EXPECT_EQ(QuoteIdentifier("json", 17), "\"json\"");
}

TEST(QuoteQualifiedName, QuotesEachPart) {
  EXPECT_EQ(QuoteQualifiedName("public", "Order", 15), "public.\"Order\"");
  EXPECT_EQ(QuoteQualifiedName("", "t", 15), "t");
}

TEST(QuoteLiteral, DoublesQuotesOnly) {
  EXPECT_EQ(QuoteLiteral("it's a \\"), "'it''s a \\'");
  EXPECT_EQ(QuotePortableLiteral("it's a \\"), "E'it''s a \\\\'");
  EXPECT_EQ(QuotePortableLiteral("plain"), "'plain'");
}

TEST(FoldIdentifier, FoldsAsciiAndCuts) {
  EXPECT_EQ(FoldIdentifier("MyTÄble"), "mytÄble");
  EXPECT_EQ(FoldIdentifier(std::string(70, 'A')), std::string(63, 'a'));
}

TEST(TruncateIdentifier, KeepsWholeCharacters) {
  std::string name(62, 'x');
  name += "äb";
  EXPECT_EQ(TruncateIdentifier(name), std::string(62, 'x'));
  EXPECT_EQ(TruncateIdentifier("short"), "short");
}

}  // namespace
}  // namespace schemadiff
