// Files that nobody means well with: each is refused in a sentence, soon, and with little memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "engine/base/strings.h"
#include "tests/cli/tool.h"

namespace schemadiff::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Le;

std::string Repeat(std::string_view text, size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

class HostileTest : public ::testing::Test {
 protected:
  ToolResult Replay(const std::string& file) const {
    return RunTool({"replay", file}, {.input = {}, .directory = place_.path()});
  }
  // A file that cannot be read at all: one line about it.
  void ExpectRefused(const std::string& file, const std::string& what) const {
    const ToolResult result = Replay(file);
    EXPECT_EQ(result.exit_code, 2) << file;
    EXPECT_EQ(result.out, "") << file;
    EXPECT_THAT(result.err, HasSubstr(what)) << file;
    EXPECT_EQ(std::ranges::count(result.err, '\n'), 1) << file;
  }
  // A statement that cannot be read, or that PostgreSQL would refuse, between two that can.
  void ExpectOneError(const std::string& statement, const std::string& what,
                      int most_mebibytes) const {
    place_.Write("a.sql", StrCat("CREATE TABLE before (a int);\n", statement,
                                 ";\nCREATE TABLE after (a int);\n"));
    const ToolResult result = Replay("a.sql");
    const std::string shown = statement.substr(0, 60);
    EXPECT_EQ(result.exit_code, 4) << shown;
    EXPECT_THAT(result.out, AllOf(HasSubstr("table public.before"), HasSubstr("public.after")))
        << shown;
    EXPECT_THAT(result.err, AllOf(HasSubstr(": 1 error\n"), HasSubstr(what), HasSubstr("a.sql:2")))
        << shown;
    EXPECT_LT(result.err.size(), 1000u) << shown;
    EXPECT_THAT(result.peak_mebibytes, Le(most_mebibytes * kSanitized)) << shown;
  }

  // What the sanitizers' shadows and quarantine add.
#if defined(__SANITIZE_ADDRESS__)
  static constexpr int kSanitized = 10;
#else
  static constexpr int kSanitized = 1;
#endif
  TemporaryDirectory place_;
};

TEST_F(HostileTest, FilesThatAreNoText) {
  place_.Write("little.sql", std::string("\xFF\xFES\0E\0", 6));
  ExpectRefused("little.sql", "little.sql:1:1: the file is in UTF-16; it must be in UTF-8");
  place_.Write("big.sql", std::string("\xFE\xFF\0S\0E", 6));
  ExpectRefused("big.sql", "big.sql:1:1: the file is in UTF-16");
  place_.Write("bare.sql", std::string("S\0E\0", 4));
  ExpectRefused("bare.sql", "bare.sql:1:2: the file is no text: it has a NUL byte");
  place_.Write("invalid.sql", "SELECT 1;\nCREATE TABLE \xC0\xAF (a int);\nSELECT 2");
  const ToolResult invalid = Replay("invalid.sql");
  EXPECT_EQ(invalid.exit_code, 4);
  EXPECT_THAT(invalid.err, AllOf(HasSubstr("invalid byte sequence"), HasSubstr("0xc0"),
                                 HasSubstr("SQLSTATE 22021"), HasSubstr("invalid.sql:2")));
}

TEST_F(HostileTest, FilesThatAreNoFiles) {
  place_.Write("d.sql/readme.txt", "");
  ExpectRefused("d.sql", "no migrations found in \"d.sql\"");
  ASSERT_EQ(symlink("/dev/zero", (place_.path() + "/zero.sql").c_str()), 0);
  ExpectRefused("zero.sql", "zero.sql:1:1: the file is no text: it has a NUL byte");
  ExpectRefused("/dev/zero", "is a file of unknown type");
  const ToolResult input = RunShell("\"$TOOL\" replay - < /dev/zero");
  EXPECT_EQ(input.exit_code, 2);
  EXPECT_EQ(input.err, "schema-diff: <stdin>:1:1: the file is no text: it has a NUL byte\n");
  // A migration that is a pipe has nobody to write it.
  ASSERT_EQ(mkfifo((place_.path() + "/2.sql").c_str(), 0600), 0);
  place_.Write("m/1.sql", "\\ir ../2.sql\nCREATE TABLE t (a int);\n");
  ASSERT_EQ(mkfifo((place_.path() + "/m/2.sql").c_str(), 0600), 0);
  const ToolResult pipe = Replay("m");
  EXPECT_EQ(pipe.exit_code, 4);
  EXPECT_THAT(pipe.err, HasSubstr("2.sql: not a regular file"));
  // One that is named is read.
  const ToolResult named =
      RunShell("(echo 'CREATE TABLE t (a int);' > 2.sql &) ; \"$TOOL\" replay 2.sql",
               {.input = {}, .directory = place_.path()});
  EXPECT_EQ(named.exit_code, 0) << named.err;
  EXPECT_THAT(named.out, HasSubstr("table public.t\n"));
}

TEST_F(HostileTest, FilesThatAreCutOff) {
  const std::string begin = "CREATE TABLE t (a int);\n";
  for (const auto& [rest, what] :
       {std::pair<std::string, std::string>{"SELECT 'abc\n\n", "unterminated quoted string"},
        {"SELECT \"abc\n\n", "unterminated quoted identifier"},
        {"SELECT $a$abc\n\n$b$", "unterminated dollar-quoted string"},
        {"/* abc\n/* */\n", "unterminated /* comment"},
        {"CREATE TABLE u (a int, b te", "syntax error at end of input"},
        {"COPY t FROM stdin;\n1\n", "has no end"}}) {
    place_.Write("cut.sql", begin + rest);
    const ToolResult result = Replay("cut.sql");
    EXPECT_EQ(result.exit_code, 4) << rest;
    EXPECT_THAT(result.err,
                AllOf(HasSubstr(": 1 error\n"), HasSubstr(what), HasSubstr("cut.sql:2")));
    EXPECT_THAT(result.out, HasSubstr("table public.t\n"));
  }
}

TEST_F(HostileTest, AMillionLevels) {
  constexpr size_t kMillion = 1'000'000;
  const auto nested = [](std::string_view open, std::string_view inner, std::string_view close) {
    return StrCat(Repeat(open, kMillion), inner, Repeat(close, kMillion));
  };
  const std::string deep = "stack depth limit exceeded";
  ExpectOneError("CREATE VIEW v AS SELECT " + nested("(", "1", ")"), deep, 300);
  ExpectOneError("CREATE TABLE t (a int CHECK (" + nested("(", "a > 0", ")") + "))", deep, 300);
  ExpectOneError("CREATE VIEW v AS SELECT " + nested("CASE WHEN a THEN ", "1", " END"), deep, 300);
  ExpectOneError("CREATE VIEW v AS SELECT " + nested("(SELECT ", "1", ")"), deep, 300);
  ExpectOneError("CREATE VIEW v AS SELECT " + nested("ARRAY[", "1", "]"), deep, 300);
  ExpectOneError("CREATE VIEW v AS SELECT " + nested("+", "1", ""), deep, 300);
  ExpectOneError("CREATE VIEW v AS SELECT " + nested("", "1", "||'x'"), deep, 800);
  ExpectOneError("DO $$ " + nested("BEGIN ", "CREATE TABLE t ();", " END;") + " $$",
                 "what a DO block does is not known: it nests too deeply", 500);
}

TEST_F(HostileTest, AMillionComments) {
  constexpr size_t kMillion = 1'000'000;
  place_.Write("a.sql", StrCat("CREATE TABLE t (a int ", Repeat("/*", kMillion), " x ",
                               Repeat("*/", kMillion), Repeat("/**/", kMillion), ");"));
  const ToolResult result = Replay("a.sql");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("table public.t\n"));
  EXPECT_THAT(result.peak_mebibytes, Le(300 * kSanitized));
}

TEST_F(HostileTest, LargeStatements) {
  const size_t size = size_t{20} << 20;
  ExpectOneError("COMMENT ON TABLE before IS ('" + Repeat("x", size) + "')", "syntax error", 400);
  ExpectOneError("CREATE VIEW v AS SELECT 1 IN (" + Repeat("1,", size / 2) + "1)",
                 "the statement has more than 4000000 words and signs", 400);
  ExpectOneError("INSERT INTO before VALUES " + Repeat("(1),", size / 4) + "(1)",
                 "the statement has more than 4000000 words and signs", 400);
  ExpectOneError("DO $$ BEGIN " + Repeat("EXECUTE 'DROP TABLE x';", size / 23) + " END $$",
                 "what a DO block does is not known: it is too long", 1500);
}

}  // namespace
}  // namespace schemadiff::testing
