// Text that is small, and takes a naive reader hours or gigabytes.
#include "parsers/sql/harsh_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/strings.h"
#include "parsers/sql/parser.h"
#include "parsers/sql/plpgsql.h"
#include "parsers/sql/script.h"

namespace schemadiff {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Repeat(std::string_view text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

std::vector<std::string> Messages(const ParsedScript& script) {
  std::vector<std::string> out;
  for (const Diagnostic& diagnostic : script.diagnostics.list()) {
    out.push_back(FormatDiagnostic(diagnostic));
  }
  return out;
}

ParsedScript Parse(std::string text) {
  return ParseSql(SourceText::FromFile("a.sql", std::move(text)));
}

ParsedScript ParseScript(std::string text) {
  return ParsePsql(*ReadPsqlText("a.sql", std::move(text)));
}

constexpr size_t kMany = 300'000;

TEST(HarshText, CommentsWithinAndAfterEachOther) {
  const std::string within = Repeat("/*", kMany) + " x " + Repeat("*/", kMany);
  const std::string after = Repeat("/**/", kMany);
  for (const std::string& comment : {within, after, StrCat(within, after, "--\n", within)}) {
    const ParsedScript script = Parse(StrCat("SELECT 1 ", comment, ", 2;\nSELECT +", comment, "3"));
    EXPECT_THAT(Messages(script), IsEmpty());
    ASSERT_THAT(script.statements, SizeIs(2));
    EXPECT_EQ(script.statements[1].location().line,
              script.statements[0].location().line + 1 + std::ranges::count(comment, '\n'));
  }
  // A literal goes on after a line break, and not after a comment.
  EXPECT_THAT(Messages(Parse("SELECT 'a' \n 'b'")), IsEmpty());
  for (const std::string& comment : {std::string("/**/"), within, after}) {
    EXPECT_THAT(Messages(Parse("SELECT 'a' -- x\n " + comment + "\n 'b'")),
                ElementsAre(HasSubstr("syntax error")));
  }
}

TEST(HarshText, CommentsWithoutAnEnd) {
  const ParsedScript script = Parse("SELECT 1;\nSELECT 2 " + Repeat("/*", kMany));
  EXPECT_THAT(script.statements, SizeIs(1));
  EXPECT_THAT(Messages(script),
              ElementsAre(AllOf(HasSubstr("a.sql:2:10: error: unterminated /* comment"),
                                ::testing::SizeIs(::testing::Lt(400)))));
}

TEST(HarshText, SignsInARow) {
  EXPECT_THAT(Messages(Parse("SELECT " + Repeat("+", 900) + "1")), IsEmpty());
  for (const char* sign : {"+", "<", "+/"}) {
    const ParsedScript script = Parse("SELECT 1;\nSELECT " + Repeat(sign, kMany) + "1;\nSELECT 2");
    EXPECT_THAT(script.statements, SizeIs(2));
    EXPECT_THAT(Messages(script), ElementsAre(AllOf(HasSubstr("a.sql:2:8: error: stack depth"),
                                                    HasSubstr("SQLSTATE 54001"))));
  }
  // Where they are no signs.
  const std::string rule = Repeat("=", 5000);
  EXPECT_THAT(Messages(Parse("--" + rule + "\nSELECT '" + rule + "', $$" + rule + "$$")),
              IsEmpty());
}

TEST(HarshText, LargeStatements) {
  const std::string many = Repeat("1,", kMaxStatementTokens / 2);
  const ParsedScript script = Parse("SELECT 1;\nSELECT " + many + "1;\nSELECT '" +
                                    Repeat("x", kMaxStatementBytes) + "';\nSELECT 2");
  EXPECT_THAT(script.statements, SizeIs(2));
  EXPECT_THAT(Messages(script),
              ElementsAre(HasSubstr("a.sql:2:1: error: the statement has more than 4000000 words"),
                          HasSubstr("a.sql:3:1: error: the statement has 67108874 bytes")));
}

TEST(HarshText, LongMessagesAreCut) {
  EXPECT_EQ(ShortMessage("short \"x\""), "short \"x\"");
  const std::string cut = ShortMessage("near \"" + Repeat("\xC3\xA4", 600) + "\"");
  EXPECT_EQ(cut, "near \"" + Repeat("\xC3\xA4", 97) + "...\" (1007 more bytes)");
  EXPECT_THAT(Messages(Parse("SELECT '" + Repeat("x", 100'000))),
              ElementsAre(AllOf(HasSubstr("unterminated quoted string at or near \"'xxx"),
                                ::testing::SizeIs(::testing::Lt(400)))));
}

TEST(HarshText, CodeThatIsTooLong) {
  const auto error = [](const std::string& body) {
    return ParsePlpgsql("DO $a$" + body + "$a$", body).error;
  };
  EXPECT_EQ(error("BEGIN " + Repeat("PERFORM 1;", 1000) + " END"), "");
  EXPECT_EQ(error("BEGIN " + Repeat("PERFORM 1;", 100'000) + " END"), "it is too long");
  EXPECT_EQ(error("BEGIN " + Repeat("/*", kMany) + Repeat("*/", kMany) + " END"),
            "it nests too deeply");
}

TEST(HarshText, VariablesThatMakeMuchOfLittle) {
  std::string script = "\\set v0 'SELECT 1;'\n";
  for (int i = 1; i < 60; ++i) {
    StrAppend(&script, "\\set v", i, " ':v", i - 1, " :v", i - 1, "'\n");
  }
  EXPECT_THAT(ParseScript(script + ":v3").statements, SizeIs(8));
  EXPECT_THAT(Messages(ParseScript(script + ":v59")),
              ::testing::Contains(HasSubstr("a.sql:61:1: error: the variables that \"v59\"")));
  script = "\\set v " + Repeat("x", 1 << 20) + "\nSELECT 1;\n" + Repeat(":v", 1000);
  EXPECT_THAT(Messages(ParseScript(script)),
              ::testing::Contains(HasSubstr("the script is too large; the rest is not read")));
}

TEST(HarshText, ManySessionsAndManyErrors) {
  const ParsedScript sessions = ParseScript(Repeat("\\c\nSELECT 1;\n", 5'000));
  ASSERT_THAT(sessions.statements, SizeIs(5'000));
  EXPECT_EQ(sessions.statements.back().location().line, 10'000u);
  const ParsedScript errors = ParseScript(Repeat("\\gexec\n", 20'000));
  EXPECT_EQ(errors.diagnostics.list().back().location.line, 20'000u);
  const ParsedScript encodings = ParseScript(Repeat("SET NAMES 'utf8';\n", 20'000));
  EXPECT_THAT(encodings.statements, SizeIs(20'000));
}

}  // namespace
}  // namespace schemadiff
