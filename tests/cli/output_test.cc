// Where results go: whole or not at all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "engine/base/strings.h"
#include "tests/cli/tool.h"
#include "tests/support/golden.h"

namespace schemadiff::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

mode_t ModeOf(const std::string& path) {
  struct stat info{};
  EXPECT_EQ(stat(path.c_str(), &info), 0) << path;
  return info.st_mode & 07777;
}

class Output : public ::testing::Test {
 protected:
  // As a user in this directory.
  ToolResult Shell(const std::string& command) const {
    return RunShell(command, {.directory = place_.path()});
  }
  std::string Path(const std::string& name) const { return StrCat(place_.path(), "/", name); }

  TemporaryDirectory place_;
  std::string sql_ = place_.Write("in.sql", "CREATE TABLE t (a int);\n");
  std::string expected_ = RunTool({"replay", sql_}).out;
};

TEST_F(Output, ANewFileHasTheUsualPermissions) {
  const ToolResult result = Shell("umask 027; \"$TOOL\" replay in.sql -o out.txt");
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(ReadFile(Path("out.txt")), expected_);
  EXPECT_THAT(expected_, HasSubstr("table public.t"));
  EXPECT_EQ(ModeOf(Path("out.txt")), 0640u);
  EXPECT_THAT(place_.List(), ElementsAre("in.sql", "out.txt"));
}

TEST_F(Output, AnOldFileIsReplacedAndKeepsItsPermissions) {
  place_.Write("out.txt", "old");
  ASSERT_EQ(chmod(Path("out.txt").c_str(), 0604), 0);
  ASSERT_EQ(link(Path("out.txt").c_str(), Path("reader").c_str()), 0);
  EXPECT_EQ(Shell("\"$TOOL\" replay in.sql -o out.txt").exit_code, 0);
  EXPECT_EQ(ReadFile(Path("out.txt")), expected_);
  EXPECT_EQ(ModeOf(Path("out.txt")), 0604u);
  // Who had the old file open still reads it whole.
  EXPECT_EQ(ReadFile(Path("reader")), "old");
}

TEST_F(Output, ASymbolicLinkStaysOne) {
  place_.Write("deep/target.txt", "old");
  std::filesystem::create_symlink("deep/target.txt", Path("link"));
  EXPECT_EQ(Shell("\"$TOOL\" replay in.sql -o link").exit_code, 0);
  EXPECT_TRUE(std::filesystem::is_symlink(Path("link")));
  EXPECT_EQ(ReadFile(Path("deep/target.txt")), expected_);
}

TEST_F(Output, DashIsStandardOutput) {
  EXPECT_EQ(Shell("\"$TOOL\" replay in.sql -o -").out, expected_);
  EXPECT_THAT(place_.List(), ElementsAre("in.sql"));
}

TEST_F(Output, AFailedRunLeavesTheOldFile) {
  place_.Write("out.txt", "old");
  const ToolResult result = Shell("\"$TOOL\" replay nowhere.sql -o out.txt");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(ReadFile(Path("out.txt")), "old");
  EXPECT_THAT(place_.List(), ElementsAre("in.sql", "out.txt"));
}

TEST_F(Output, ACheckThatFailedIsReported) {
  // A report of yesterday that says "in sync" must not stay.
  place_.Write("report.json", "old");
  const ToolResult result =
      Shell("\"$TOOL\" check --db host=/nonexistent --migrations . --format json -o report.json");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("could not check"));
  const std::string json = ReadFile(Path("report.json"));
  EXPECT_THAT(json, HasSubstr("\"verdict\": \"not_checked\""));
  ExpectValidJson("engine/report/report.schema.json", json);
  EXPECT_EQ(Shell("\"$TOOL\" check --db host=/nonexistent --migrations . -o report.txt").exit_code,
            2);
  EXPECT_THAT(ReadFile(Path("report.txt")), ::testing::StartsWith("COULD NOT CHECK: "));
}

TEST_F(Output, WhatCannotBeWrittenIsSaidBeforeTheWork) {
  for (const char* path : {"missing/out.txt", ".", "/proc/nothing/out"}) {
    const ToolResult result = Shell(StrCat("\"$TOOL\" replay in.sql -o ", path));
    EXPECT_EQ(result.exit_code, 2) << path;
    EXPECT_THAT(result.err, HasSubstr(StrCat("cannot write ", path, ": "))) << path;
  }
}

TEST_F(Output, AFullDiskIsAnError) {
  const ToolResult in_place = Shell("\"$TOOL\" replay in.sql -o /dev/full");
  EXPECT_EQ(in_place.exit_code, 2);
  EXPECT_THAT(in_place.err, HasSubstr("/dev/full: No space left on device"));
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
  const ToolResult standard = Shell("\"$TOOL\" replay in.sql > /dev/full");
  EXPECT_EQ(standard.exit_code, 2);
  EXPECT_THAT(standard.err, HasSubstr("cannot write to standard output: No space left on device"));
}

TEST_F(Output, AClosedStandardOutputIsAnError) {
  const ToolResult result = Shell("\"$TOOL\" replay in.sql >&-");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("cannot write to standard output"));
  // With every descriptor closed, no file of ours takes the place of one.
  EXPECT_EQ(Shell("\"$TOOL\" replay in.sql -o out.txt <&- >&- 2>&-").exit_code, 0);
  EXPECT_EQ(ReadFile(Path("out.txt")), expected_);
}

TEST_F(Output, AReaderThatHasEnoughIsNoError) {
  std::string sql;
  for (int i = 0; i < 3000; ++i) StrAppend(&sql, "CREATE TABLE t", i, " (a int, b int);\n");
  place_.Write("big.sql", sql);
  const ToolResult result =
      Shell("\"$TOOL\" replay big.sql | head -n 1; echo \"${PIPESTATUS[0]}\"");
  EXPECT_THAT(result.out, ::testing::EndsWith("\n0\n"));
  EXPECT_EQ(result.err, "");
}

TEST_F(Output, ASignalLeavesNothingBehind) {
  // It waits for standard input when the signal comes.
  const ToolResult result = Shell(
      "mkfifo pipe; exec 3<>pipe\n"
      "\"$TOOL\" replay - -o out.txt <pipe & pid=$!\n"
      "sleep 0.3; kill -TERM $pid; wait $pid; echo $?; rm pipe");
  EXPECT_EQ(result.out, "143\n");
  EXPECT_THAT(place_.List(), ElementsAre("in.sql"));
}

TEST_F(Output, IsColouredOnRequestOnly) {
  const std::string plain = Shell("\"$TOOL\" replay in.sql").out;
  EXPECT_THAT(plain, Not(HasSubstr("\x1b")));
  EXPECT_THAT(Shell("\"$TOOL\" replay in.sql --color always").out, HasSubstr("\x1b[1m"));
  EXPECT_THAT(Shell("CLICOLOR_FORCE=1 \"$TOOL\" replay in.sql").out, HasSubstr("\x1b[1m"));
  EXPECT_EQ(Shell("CLICOLOR_FORCE=1 NO_COLOR=1 \"$TOOL\" replay in.sql").out, plain);
  EXPECT_EQ(Shell("CLICOLOR_FORCE=0 \"$TOOL\" replay in.sql").out, plain);
  EXPECT_EQ(Shell("CLICOLOR_FORCE=1 \"$TOOL\" replay in.sql --color never").out, plain);
}

TEST_F(Output, ATerminalSeesProgressAfterASecond) {
  if (access("/usr/bin/script", X_OK) != 0) GTEST_SKIP() << "no script(1) here";
  const std::string run = "sleep 1.7 | \"$TOOL\" replay -";
  const std::string shown = Shell("TERM=xterm script -qec '" + run + "' /dev/null").out;
  EXPECT_THAT(shown, HasSubstr("reading SQL ... 1 s"));
  EXPECT_LT(shown.find("reading SQL ... 1 s"), shown.find("\r\x1b[K"  // erased before the result
                                                          "\x1b[1mschema public"));
  EXPECT_EQ(Shell("TERM=dumb script -qec '" + run + "' /dev/null").out.find("reading"),
            std::string::npos);
  EXPECT_EQ(Shell(run).err, "");
}

TEST_F(Output, ATerminalDoesNotObeyWhatAFileHolds) {
  if (access("/usr/bin/script", X_OK) != 0) GTEST_SKIP() << "no script(1) here";
  place_.Write("evil.sql",
               "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'select ''\x1b[31m\tred''';\n");
  const std::string replay = "\"$TOOL\" replay evil.sql --format sql";
  EXPECT_THAT(Shell(replay).out, HasSubstr("\x1b[31m\tred"));
  const std::string shown = Shell("script -qec '" + replay + "' /dev/null").out;
  EXPECT_THAT(shown, Not(HasSubstr("\x1b[31m")));
  EXPECT_THAT(shown, HasSubstr("\\x1b[31m\tred"));
}

TEST_F(Output, OnATerminalItIsColouredAndAsWideAsThat) {
  // script(1) gives the program a terminal.
  if (access("/usr/bin/script", X_OK) != 0) GTEST_SKIP() << "no script(1) here";
  const std::string run = "script -qec 'stty cols 61; \"$TOOL\" ";
  EXPECT_THAT(Shell("TERM=xterm " + run + "replay in.sql' /dev/null").out, HasSubstr("\x1b[1m"));
  EXPECT_THAT(Shell("TERM=dumb " + run + "replay in.sql' /dev/null").out, Not(HasSubstr("\x1b")));
  const std::string help = Shell("TERM=xterm " + run + "--help' /dev/null").out;
  for (const std::string_view line : StrSplit(help, '\n')) {
    const size_t limit = line.starts_with("  schema-diff") ? line.size() : 62;  // 61, and \r
    EXPECT_LE(line.size(), limit) << line;
  }
}

}  // namespace
}  // namespace schemadiff::testing
