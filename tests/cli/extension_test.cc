// Extensions that the tool does not know by itself: what it reads of them from a server, and what a
// snapshot keeps of that, is what a replay goes by.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "tests/cli/tool.h"
#include "tests/support/golden.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kFixture = "tests/fixtures/extension";
const std::string kInSync = "IN SYNC: ";

std::string Migrations() { return StrCat(SourceDirectory(), "/", kFixture, "/migrations"); }

class Extensions : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    SD_REQUIRE_SERVER();
    database_ = PgServer::Shared(GetParam()).CreateDatabase();
  }

  // The extension made_up, and the migrations that use it.
  void MakeUp() {
    for (const char* file : {"members", "attach", "migrations/V2__use", "migrations/V3__forms"}) {
      database_->Execute(ReadFile(StrCat(kFixture, "/", file, ".sql")));
    }
  }

  ToolResult Diff(const std::string& expected, const std::string& actual) const {
    return RunTool({"diff", expected, actual, "--verbose"});
  }
  const std::string& live() const { return database_->connection_string(); }

  std::unique_ptr<Database> database_;
  TemporaryDirectory place_;
};

TEST_P(Extensions, WhatTheServerSaysOfThemIsReplayedExactly) {
  MakeUp();
  const ToolResult same = Diff(Migrations(), live());
  EXPECT_EQ(same.exit_code, 0) << same.out << same.err;
  EXPECT_THAT(same.out, AllOf(StartsWith(kInSync), Not(HasSubstr("made_up"))));
  // A snapshot stands for the server.
  const std::string file = place_.path() + "/now.json";
  ASSERT_EQ(RunTool({"snapshot", live(), "-o", file}).exit_code, 0);
  const ToolResult kept = Diff(Migrations(), file);
  EXPECT_EQ(kept.exit_code, 0) << kept.out << kept.err;
  EXPECT_THAT(kept.out, StartsWith(kInSync));
  EXPECT_EQ(RunTool({"snapshot", file}).out, ReadFile(file));
}

// Neither a server nor a snapshot: everything that comes from the extension may be anything.
TEST_P(Extensions, WithoutAServerTheyAreOpaque) {
  const ToolResult replay =
      RunTool({"replay", Migrations(), "--server-version", StrCat(GetParam())});
  EXPECT_THAT(replay.err,
              AllOf(HasSubstr("function made.zeros(integer) does not exist, or it"),
                    HasSubstr("the columns of type made.pair"), Not(HasSubstr("SQLSTATE"))));
}

TEST_P(Extensions, DriftInWhatUsesThemIsFound) {
  MakeUp();
  const std::vector<std::pair<std::string, std::string>> drifts = {
      {"ALTER TABLE t ALTER many TYPE made.vec(4)[]", "column public.t.many: type"},
      {"ALTER TABLE t ALTER w SET DEFAULT made.zeros(4)", "column public.t.w: default"},
      {"DROP INDEX t_other; CREATE INDEX t_other ON t (v made.vec_ops)",
       "index public.t_other: keys"},
      {"DROP INDEX t_expression; CREATE INDEX t_expression ON t"
       " ((v OPERATOR(made.<->) w)) WHERE v OPERATOR(made.>) w",
       "index public.t_expression: predicate"},
      {"CREATE OR REPLACE VIEW rows AS SELECT p.*, t.v FROM t, made.parts(t.w) p",
       "view public.rows: query"},
      {"ALTER TABLE forms ALTER c SET DEFAULT 'red'", "column public.forms.c: default"},
  };
  for (const auto& [statement, found] : drifts) {
    database_->Execute(statement);
    const ToolResult drift = Diff(Migrations(), live());
    EXPECT_EQ(drift.exit_code, 1) << statement << "\n" << drift.out;
    EXPECT_THAT(drift.out, HasSubstr(found)) << statement;
  }
}

INSTANTIATE_TEST_SUITE_P(, Extensions, ::testing::ValuesIn(PgServer::MajorsUnderTest()),
                         [](const auto& tested) { return StrCat("Pg", tested.param); });

}  // namespace
}  // namespace schemadiff::testing
