// Unity's database where it is a snapshot or a dump, or read by a role with few rights, or hostile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/base/strings.h"
#include "tests/cli/unity.h"
#include "tests/support/golden.h"

namespace schemadiff::testing {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

class UnitySources : public UnityDatabase {};

TEST_P(UnitySources, ARoleThatMayOnlyConnectSuffices) {
  Enter("drifted");
  database_->Execute("DROP ROLE IF EXISTS nobody_special; CREATE ROLE nobody_special LOGIN");
  const ToolResult result =
      RunTool({"check", "--db", database_->ConnectionStringFor("nobody_special"), "--migrations",
               SourceDirectory() + "/tests/fixtures/unity"});
  // It may not read what was applied; that is said, and --at helps.
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("alembic_version"));
  EXPECT_THAT(result.err, HasSubstr("--at"));
  const ToolResult named =
      RunTool({"check", "--db", database_->ConnectionStringFor("nobody_special"), "--migrations",
               SourceDirectory() + "/tests/fixtures/unity", "--at", "head"});
  EXPECT_EQ(named.exit_code, 1) << named.err;
  EXPECT_THAT(named.out, HasSubstr("column public.users.full_name"));
}

TEST_P(UnitySources, ASnapshotKnowsWhatWasRecorded) {
  const TemporaryDirectory place;
  const std::string file = place.path() + "/now.json";
  const std::string unity = SourceDirectory() + "/tests/fixtures/unity";
  for (const char* state : {"applied", "behind", "stamped", "drifted"}) {
    Enter(state);
    const ToolResult live = RunTool({"check", "--db", database_->connection_string(),
                                     "--migrations", unity, "--format", "json"});
    ASSERT_EQ(RunTool({"snapshot", database_->connection_string(), "-o", file}).exit_code, 0);
    const ToolResult later =
        RunTool({"check", "--db", file, "--migrations", unity, "--format", "json"});
    EXPECT_EQ(later.exit_code, live.exit_code) << state;
    EXPECT_EQ(Json::parse(later.out)["findings"], Json::parse(live.out)["findings"]) << state;
    EXPECT_EQ(Json::parse(later.out)["status"], Json::parse(live.out)["status"]) << state;
  }
  // The table of the history's tool is no difference.
  ASSERT_EQ(RunTool({"snapshot", unity, "-o", file}).exit_code, 0);
  Enter("applied");
  EXPECT_EQ(RunTool({"diff", file, database_->connection_string()}).exit_code, 0);
}

TEST_P(UnitySources, ADumpKnowsWhatWasRecordedWhereItHoldsTheRows) {
  const TemporaryDirectory place;
  const std::string unity = SourceDirectory() + "/tests/fixtures/unity";
  const std::string schema =
      RunTool({"replay", unity, "--at", "a1b2c3d4e5f6", "--format", "sql"}).out +
      "CREATE TABLE public.alembic_version (version_num varchar(32) NOT NULL);\n";
  const auto check = [&](const std::string& rows) {
    place.Write("dump.sql", schema + rows);
    return RunTool({"check", "--db", place.path() + "/dump.sql", "--migrations", unity});
  };
  const ToolResult unknown = check("");
  EXPECT_EQ(unknown.exit_code, 3) << unknown.out;
  EXPECT_THAT(unknown.out, HasSubstr("not known: its table public.alembic_version says"));
  for (const std::string rows :
       {"COPY public.alembic_version (version_num) FROM stdin;\nadd_plugin_execution\n\\.\n",
        "INSERT INTO public.alembic_version VALUES ('add_plugin_execution');\n"}) {
    const ToolResult stamped = check(rows);
    EXPECT_EQ(stamped.exit_code, 1) << rows;
    EXPECT_THAT(stamped.out, HasSubstr("stamped but not applied")) << rows;
  }
  EXPECT_THAT(check("INSERT INTO public.alembic_version VALUES ('x');\n"
                    "UPDATE public.alembic_version SET version_num = 'y';")
                  .out,
              HasSubstr("not known"));
}

TEST_P(UnitySources, ASnapshotStandsForItsDatabase) {
  Enter("drifted");
  const TemporaryDirectory place;
  const std::string file = place.path() + "/now.json";
  ASSERT_EQ(RunTool({"snapshot", database_->connection_string(), "-o", file}).exit_code, 0);
  EXPECT_EQ(RunTool({"diff", file, database_->connection_string()}).exit_code, 0);
  database_->Execute("ALTER TABLE users DROP COLUMN email");
  const ToolResult later = RunTool({"diff", file, database_->connection_string()});
  EXPECT_EQ(later.exit_code, 1);
  EXPECT_THAT(later.out, HasSubstr("column public.users.email"));
}

TEST_P(UnitySources, HostileNamesInTheDatabaseAreHarmless) {
  Enter("applied");
  database_->Execute("CREATE TABLE \"x\x1b[2J\x1b]0;owned\x07\n::error::pwned\" (a int)");
  for (const char* format : {"text", "json"}) {
    const ToolResult result = Tool({"check", "--format", format, "-v"});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
    EXPECT_THAT(result.out, Not(HasSubstr("\n::error::")));
  }
}

TEST_P(UnitySources, AWrongRoleIsNamedAndItsPasswordIsNot) {
  Enter("empty");
  const ToolResult result =
      RunTool({"check", "--db", database_->ConnectionStringFor("stranger") + " password=hunter2",
               "--migrations", SourceDirectory() + "/tests/fixtures/unity"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("stranger"));
  EXPECT_THAT(result.out + result.err, Not(HasSubstr("hunter2")));
}

INSTANTIATE_TEST_SUITE_P(, UnitySources, ::testing::ValuesIn(PgServer::MajorsUnderTest()),
                         [](const auto& tested) { return StrCat("Pg", tested.param); });

}  // namespace
}  // namespace schemadiff::testing
