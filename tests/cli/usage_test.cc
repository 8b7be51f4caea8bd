// What the program says of itself, and of arguments that it does not understand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <regex>

#include "engine/base/strings.h"
#include "engine/report/text_layout.h"
#include "tests/cli/tool.h"
#include "tests/support/golden.h"

namespace schemadiff::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<std::string> kCommands = {"check",    "status",  "diff",      "replay",
                                            "snapshot", "history", "completion"};

TEST(Help, NamesEveryCommandAndFitsTheTerminal) {
  const ToolResult help = RunTool({"--help"}, {.environment = {"COLUMNS=72"}});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_EQ(help.err, "");
  for (const std::string& command : kCommands) EXPECT_THAT(help.out, HasSubstr("\n  " + command));
  EXPECT_THAT(help.out, Not(HasSubstr("\n  man")));  // for the build, not for people
  for (const std::string_view line : StrSplit(help.out, '\n')) {
    // Commands to be copied are not broken.
    const size_t limit = line.starts_with("  schema-diff") ? 1000 : 72;
    EXPECT_LE(DisplayWidth(line), limit) << line;
  }
}

TEST(Help, EveryCommandHasExamplesThatItUnderstands) {
  for (const std::string& command : kCommands) {
    const ToolResult help = RunTool({command, "--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_THAT(help.out, HasSubstr("Examples:\n  # "));
    EXPECT_THAT(help.out, HasSubstr("Usage: schema-diff " + command));
    size_t examples = 0;
    for (const std::string_view line : StrSplit(help.out, '\n')) {
      if (!line.starts_with("  schema-diff ")) continue;
      ++examples;
      // Run in an empty place: the sources are not there, but the usage must be right.
      const TemporaryDirectory place;
      const ToolResult run = RunShell(StrCat("schema-diff() { \"$TOOL\" \"$@\"; }; ", line),
                                      {.directory = place.path()});
      EXPECT_THAT(run.err, Not(HasSubstr("usage:"))) << line;
      EXPECT_THAT(run.err, Not(HasSubstr("unknown"))) << line;
    }
    EXPECT_GE(examples + (command == "completion" ? 1 : 0), 1u) << command;
  }
}

TEST(Version, NamesTheLibraries) {
  const ToolResult version = RunTool({"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_THAT(version.out,
              ::testing::MatchesRegex("schema-diff [0-9.]+\n"
                                      "libpg_query: the grammar of PostgreSQL [0-9.]+\n"
                                      "libpq [0-9.]+\n"
                                      "servers: PostgreSQL 13 to [0-9]+\n"));
}

struct Mistake {
  std::vector<std::string> arguments;
  std::string message;
};

class Usage : public ::testing::TestWithParam<Mistake> {};

TEST_P(Usage, IsExplainedInOneLine) {
  const ToolResult result = RunTool(GetParam().arguments);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err.substr(0, result.err.find('\n')), "schema-diff: " + GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    , Usage,
    ::testing::Values(
        Mistake{{}, "no command given"},
        Mistake{{"chek"}, "unknown command \"chek\"; did you mean check?"},
        Mistake{{"frobnicate"}, "unknown command \"frobnicate\""},
        Mistake{{"--vresion"}, "unknown option --vresion; did you mean --version?"},
        Mistake{{"check", "--dbb=x", "--migrations", "m"},
                "unknown option --dbb; did you mean --db?"},
        Mistake{{"check", "--migration", "m", "--db", "d"},
                "unknown option --migration; did you mean --migrations?"},
        Mistake{{"check", "--db", "d"}, "--migrations SOURCE is missing"},
        Mistake{{"check", "--db", "a", "--db", "b", "--migrations", "m"},
                "--db is given more than once"},
        Mistake{{"check", "--db"}, "--db needs a value: --db SOURCE"},
        Mistake{{"replay", "a.sql", "--at"}, "--at needs a value: --at REVISION"},
        Mistake{{"replay", "a.sql", "--color="},
                "--color cannot be \"\", but one of auto, always, never"},
        Mistake{{"diff", "one.sql"}, "ACTUAL is missing"},
        Mistake{{"diff", "a.sql", "b.sql", "c.sql"}, "unexpected argument \"c.sql\""},
        Mistake{{"replay", "a.sql", "--format", "jsn"},
                "--format cannot be \"jsn\", but one of text, json, sql; did you mean json?"},
        Mistake{{"check", "--db", "d", "--migrations", "m", "--fail-on", "drift,pendng"},
                "--fail-on cannot be \"pendng\", but one of drift, ahead, unmanaged, pending, "
                "unknown, cosmetic; did you mean pending?"},
        Mistake{{"completion", "tcsh"}, "SHELL cannot be \"tcsh\", but one of bash, zsh, fish"}));

TEST(Misuse, AFailedRunHasTheSameExitCode) {
  const ToolResult version = RunTool({"replay", "a.sql", "--server-version", "9.6"});
  EXPECT_EQ(version.exit_code, 2);
  EXPECT_THAT(version.err, HasSubstr("--server-version cannot be \"9.6\""));
}

TEST(Misuse, HostileArgumentsAreNotObeyed) {
  const ToolResult result = RunTool({"\x1b]0;owned\x07"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("\\x1b]0;owned\\x07"));
  EXPECT_THAT(result.err, Not(HasSubstr("\x1b")));
}

TEST(ManPage, IsWellFormed) {
  const ToolResult page = RunTool({"man"});
  EXPECT_EQ(page.exit_code, 0);
  EXPECT_THAT(page.out, HasSubstr(".TH SCHEMA\\-DIFF 1"));
  for (const char* section : {"NAME", "SYNOPSIS", "COMMANDS", "EXIT STATUS", "EXAMPLES"}) {
    EXPECT_THAT(page.out, HasSubstr(StrCat("\n.SH ", section, "\n")));
  }
  EXPECT_THAT(page.out, HasSubstr("\\fB\\-\\-migrations\\fR \\fISOURCE\\fR"));
  // A line that begins with a dot or a quote is a request; every one must be one that we mean.
  for (const std::string_view line : StrSplit(page.out, '\n')) {
    if (line.empty() || (line[0] != '.' && line[0] != '\'')) continue;
    EXPECT_THAT(std::string(line),
                ::testing::MatchesRegex(R"(\.(\\"|TH|SH|SS|TP|PP|RS|RE|nf|fi|br|BR).*)"));
  }
}

TEST(ManPage, IsAcceptedByItsReaders) {
  const TemporaryDirectory place;
  const std::string page = place.Write("schema-diff.1", RunTool({"man"}).out);
  if (access("/usr/bin/mandoc", X_OK) == 0) {
    // That a generated page has no date is the one warning.
    const ToolResult lint =
        RunShell("mandoc -Tlint -Wwarning " + page + " | grep -v 'missing date'");
    EXPECT_EQ(lint.out, "");
  }
  if (access("/usr/bin/groff", X_OK) != 0) GTEST_SKIP() << "no groff here";
  const ToolResult text = RunShell("groff -man -ww -Tascii -P-c " + page);
  EXPECT_EQ(text.exit_code, 0);
  EXPECT_EQ(text.err, "");
  // Lines are filled up to the right margin.
  EXPECT_THAT(std::regex_replace(text.out, std::regex(" +"), " "),
              HasSubstr("could not be checked: bad usage"));
}

// Asks bash what it would complete at the end of the words.
std::vector<std::string> Complete(const std::string& words) {
  const ToolResult result =
      RunShell(StrCat("source <(\"$TOOL\" completion bash)\n"
                      "COMP_WORDS=(",
                      words,
                      ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                      "_schema_diff\nprintf '%s\\n' \"${COMPREPLY[@]}\""));
  EXPECT_EQ(result.err, "");
  std::vector<std::string> replies;
  for (const std::string_view reply : StrSplit(result.out, '\n')) {
    if (!reply.empty()) replies.emplace_back(reply);
  }
  return replies;
}

TEST(BashCompletion, KnowsCommandsOptionsAndValues) {
  EXPECT_THAT(Complete("schema-diff ''"), ::testing::IsSupersetOf(kCommands));
  EXPECT_THAT(Complete("schema-diff ch"), ::testing::ElementsAre("check"));
  EXPECT_THAT(Complete("schema-diff check --mi"), ::testing::ElementsAre("--migrations"));
  EXPECT_THAT(Complete("schema-diff check --fail"), ::testing::ElementsAre("--fail-on"));
  EXPECT_THAT(Complete("schema-diff history --fail"), ::testing::IsEmpty());
  EXPECT_THAT(Complete("schema-diff replay --format ''"),
              ::testing::ElementsAre("text", "json", "sql"));
  EXPECT_THAT(Complete("schema-diff replay --format = j"), ::testing::ElementsAre("json"));
  EXPECT_THAT(Complete("schema-diff completion ''"), ::testing::ElementsAre("bash", "zsh", "fish"));
  EXPECT_THAT(Complete("schema-diff replay /etc/passw"), ::testing::Contains("/etc/passwd"));
}

// The other shells parse theirs, where they are installed.
TEST(Completion, IsAcceptedByZsh) {
  if (access("/usr/bin/zsh", X_OK) != 0) GTEST_SKIP() << "no zsh here";
  const ToolResult result = RunShell("\"$TOOL\" completion zsh | zsh -n /dev/stdin");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  // And completes with it, in a terminal of its own.
  const TemporaryDirectory home;
  home.Write("_schema-diff", RunTool({"completion", "zsh"}).out);
  const ToolResult completed = RunShell(
      "zsh -f <<'END'\n"
      "zmodload zsh/zpty\n"
      "zpty z zsh -f -i\n"
      "zpty -w z \"PS1=; fpath=($PWD \\$fpath); autoload -U compinit; compinit -u -D\"\n"
      "zpty -w z $'schema-diff hist\\tbackend --form\\tjs\\t'\n"
      "for i in {1..100}; do\n"
      "  while zpty -r -t z part; do text+=$part; done\n"
      "  [[ $text == *=json* ]] && break\n"
      "  sleep 0.1\n"
      "done\n"
      "print -r -- $text\n"
      "zpty -d z\nEND",
      {.environment = {StrCat("HOME=", home.path()), "TERM=dumb"}, .directory = home.path()});
  // Between the words zsh moves its cursor.
  EXPECT_THAT(completed.out, HasSubstr("schema-diff history ")) << completed.err;
  EXPECT_THAT(completed.out, HasSubstr("=json"));
}
TEST(Completion, IsAcceptedByFish) {
  if (access("/usr/bin/fish", X_OK) != 0) GTEST_SKIP() << "no fish here";
  const TemporaryDirectory home;
  const ToolResult result = RunShell(
      "\"$TOOL\" completion fish > c.fish && fish --no-config -c "
      "'source c.fish; complete -C \"schema-diff replay --format \"' | cut -f1 | sort",
      {.environment = {StrCat("HOME=", home.path())}, .directory = home.path()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "json\nsql\ntext\n");
}

}  // namespace
}  // namespace schemadiff::testing
