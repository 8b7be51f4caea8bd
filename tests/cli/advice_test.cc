// "What next", done: the commands that a report advises are run with Debian's Alembic.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "engine/base/strings.h"
#include "tests/cli/alembic_project.h"
#include "tests/cli/tool.h"
#include "tests/support/golden.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {
namespace {

using Json = nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Advice : public ::testing::Test {
 protected:
  void SetUp() override {
    SD_REQUIRE_SERVER();
    if (!HasAlembic()) {
      std::cerr << "SKIPPED: /usr/bin/python3 has no Alembic with a driver for PostgreSQL "
                   "(tools/setup test installs them); what reports advise is NOT tested\n";
      GTEST_SKIP();
    }
    database_ = PgServer::Shared(PgServer::NewestMajor()).CreateDatabase();
  }
  // Files of tests/fixtures/unity_states.
  void Enter(const std::vector<std::string>& files) {
    for (const std::string& file : files) {
      database_->Execute(
          ReadFile(StrCat(SourceDirectory(), "/tests/fixtures/unity_states/", file, ".sql")));
    }
  }
  // A copy of a fixture, to be written to.
  std::string Project(const std::string& fixture) {
    const std::string path = StrCat(place_.path(), "/", fixture);
    std::filesystem::copy(StrCat(SourceDirectory(), "/tests/fixtures/", fixture), path,
                          std::filesystem::copy_options::recursive);
    // SQLAlchemy 1.4 has this type elsewhere.
    const std::string env = fixture + "/alembic/env.py";
    place_.Write(env, StrCat("import sqlalchemy\nfrom sqlalchemy.dialects import postgresql\n"
                             "sqlalchemy.UUID = postgresql.UUID\n",
                             ReadFile(StrCat(place_.path(), "/", env))));
    return path;
  }
  void Record(const std::vector<std::string>& revisions) {
    database_->Execute(
        "CREATE TABLE IF NOT EXISTS alembic_version (version_num varchar(32) PRIMARY KEY);"
        "DELETE FROM alembic_version");
    for (const std::string& revision : revisions) {
      database_->Execute(StrCat("INSERT INTO alembic_version VALUES ('", revision, "')"));
    }
  }
  Json Check(const std::string& project, const std::vector<std::string>& at = {}) const {
    std::vector<std::string> arguments = {"check",        "--db",  database_->connection_string(),
                                          "--migrations", project, "--format",
                                          "json"};
    for (const std::string& revision : at) {
      arguments.insert(arguments.end(), {"--at", revision});
    }
    return Json::parse(RunTool(arguments).out);
  }
  static std::vector<std::string> Commands(const Json& report) {
    std::vector<std::string> commands;
    for (const Json& step : report["next_steps"]) {
      if (step["command"].is_null()) continue;
      commands.push_back(step["command"]);
    }
    return commands;
  }
  static std::string Reasons(const Json& report) {
    std::string reasons;
    for (const Json& step : report["next_steps"]) {
      StrAppend(&reasons, std::string(step["why"]), "\n");
    }
    return reasons;
  }
  // Does what the report says; every command must be taken.
  void Follow(const Json& report, const std::string& project) {
    for (const std::string& command : Commands(report)) {
      if (!command.starts_with("alembic ")) continue;
      const ToolResult run = RunInProject(command, project, *database_);
      EXPECT_EQ(run.exit_code, 0) << command << "\n" << run.out << run.err;
    }
  }
  void ExpectInSyncAfter(const Json& report, const std::string& project) {
    Follow(report, project);
    const Json after = Check(project);
    EXPECT_EQ(after["verdict"], "in_sync") << after.dump(1);
    EXPECT_EQ(after["status"]["state"], "up to date");
    EXPECT_THAT(after["next_steps"], IsEmpty()) << after["next_steps"].dump(1);
  }

  std::unique_ptr<Database> database_;
  TemporaryDirectory place_;
};

constexpr const char* kEarlier = "up_to_a1b2c3d4e5f6";
constexpr const char* kLast = "add_plugin_execution";

TEST_F(Advice, NothingIsAdvisedWhereNothingIsToBeDone) {
  const std::string project = Project("unity");
  Enter({kEarlier, kLast});
  ExpectInSyncAfter(Check(project), project);
  EXPECT_THAT(Commands(Check(project)), IsEmpty());
}

TEST_F(Advice, ADatabaseThatIsBehindIsUpgraded) {
  const std::string project = Project("unity");
  Enter({kEarlier});
  const Json report = Check(project);
  EXPECT_THAT(Commands(report), ElementsAre("alembic upgrade head"));
  ExpectInSyncAfter(report, project);
}

TEST_F(Advice, AnEmptyDatabaseIsUpgraded) {
  const std::string project = Project("unity");
  ExpectInSyncAfter(Check(project), project);
}

TEST_F(Advice, AStampThatWasTooEarlyIsTakenBack) {
  const std::string project = Project("unity");
  Enter({kEarlier, "stamp_head"});
  const Json report = Check(project);
  EXPECT_THAT(Commands(report), ElementsAre("alembic stamp a1b2c3d4e5f6 && alembic upgrade head"));
  ExpectInSyncAfter(report, project);
}

TEST_F(Advice, AnEmptyDatabaseThatWasStampedBeginsAnew) {
  const std::string project = Project("unity");
  Record({kLast});
  ExpectInSyncAfter(Check(project), project);
}

TEST_F(Advice, TablesWithoutARecordAreRecorded) {
  const std::string project = Project("unity");
  Enter({kEarlier, kLast, "forget"});
  ExpectInSyncAfter(Check(project), project);
}

TEST_F(Advice, AnOlderSchemaWithoutARecordIsRecordedAndUpgraded) {
  const std::string project = Project("unity");
  Enter({kEarlier, "forget"});
  const Json report = Check(project);
  EXPECT_THAT(Commands(report), ElementsAre("alembic stamp a1b2c3d4e5f6 && alembic upgrade head"));
  ExpectInSyncAfter(report, project);
}

// create_all() has made what the pending revision would make.
TEST_F(Advice, APendingRevisionThatIsThereIsRecordedAndNotApplied) {
  const std::string project = Project("unity");
  Enter({kEarlier, kLast});
  Record({"a1b2c3d4e5f6"});
  const Json report = Check(project);
  EXPECT_EQ(report["status"]["state"], "behind");
  EXPECT_THAT(Commands(report), ElementsAre(StrCat("alembic stamp ", kLast)));
  ExpectInSyncAfter(report, project);
}

TEST_F(Advice, APendingRevisionThatIsPartlyThereWouldFailAndItIsSaidOnWhat) {
  const std::string project = Project("unity");
  Enter({kEarlier});
  database_->Execute("CREATE TABLE plugin_alerts (id int)");
  const Json report = Check(project);
  EXPECT_THAT(Commands(report), ::testing::Each(Not(HasSubstr("upgrade"))));
  EXPECT_THAT(Reasons(report), HasSubstr("1767484908_add_plugin_execution_tables.py:"));
  EXPECT_THAT(Reasons(report), HasSubstr("relation \"plugin_alerts\" already exists"));
  const ToolResult upgrade = RunInProject("alembic upgrade head", project, *database_);
  EXPECT_NE(upgrade.exit_code, 0);
  EXPECT_THAT(upgrade.err, HasSubstr("relation \"plugin_alerts\" already exists"));
}

TEST_F(Advice, ARevisionThatIsNotThereIsTakenOutOfTheRecord) {
  const std::string project = Project("unity");
  Enter({kEarlier});
  Record({"deadbeef0000"});
  const Json report = Check(project);
  EXPECT_THAT(Commands(report),
              ElementsAre("alembic stamp --purge a1b2c3d4e5f6 && alembic upgrade head"));
  ExpectInSyncAfter(report, project);
}

TEST_F(Advice, DriftLeadsToARevision) {
  const std::string project = Project("unity");
  Enter({kEarlier, kLast, "drift"});
  Follow(Check(project), project);
  EXPECT_EQ(Check(project)["status"]["pending"].size(), 1u);
}

// Two heads, and revisions that would fail: nothing is advised that would run them.
TEST_F(Advice, TheHistoryOfToday) {
  const std::string project = Project("unity_today");
  Enter({kEarlier, kLast, "create_all"});
  const Json report = Check(project);
  EXPECT_THAT(Commands(report), ::testing::Each(Not(HasSubstr("upgrade"))));
  Follow(report, project);
  EXPECT_EQ(Check(project)["status"]["heads"].size(), 1u);
}

TEST_F(Advice, BothHeadsOfTodayAreStampedInVain) {
  const std::string project = Project("unity_today");
  Enter({kEarlier, kLast, "create_all"});
  Record({kLast, "add_docker_hosts_001"});
  const Json report = Check(project);
  EXPECT_EQ(report["status"]["state"], "stamped but not applied");
  EXPECT_EQ(report["status"]["without_effect"], Json::array({"tenant_support_001"}));
  EXPECT_THAT(Commands(report), ::testing::Contains(StrCat("alembic stamp --purge ", kLast)));
  EXPECT_THAT(Reasons(report), HasSubstr("tenant_support_001 and add_docker_hosts_001 would fail"));
  EXPECT_THAT(Commands(report), ::testing::Each(Not(HasSubstr("upgrade"))));
  Follow(report, project);
  EXPECT_EQ(database_->QueryValue("SELECT string_agg(version_num, ' ') FROM alembic_version"),
            kLast);
}

AlembicProject TwoBranches() {
  return AlembicProject({{"a1", {}, {"CREATE TABLE a (x int)"}},
                         {"a2", {"a1"}, {"CREATE TABLE a2 (x int)"}},
                         {"b1", {}, {"CREATE TABLE b (x int)"}},
                         {"b2", {"b1"}, {"CREATE TABLE b2 (x int)"}}});
}

TEST_F(Advice, ABranchThatWasStampedInVainIsTakenBackAndTheOtherIsKept) {
  const AlembicProject project = TwoBranches();
  database_->Execute("CREATE TABLE a (x int); CREATE TABLE a2 (x int); CREATE TABLE b (x int)");
  Record({"a2", "b2"});
  Json report = Check(project.path());
  EXPECT_EQ(report["status"]["state"], "stamped but not applied");
  EXPECT_EQ(report["status"]["without_effect"], Json({"b2"}));
  EXPECT_THAT(Commands(report),
              ::testing::Contains("alembic stamp --purge a2 b1 && alembic upgrade heads"));
  // Joining the heads is a matter of taste, and adds a revision.
  report["next_steps"].erase(0);
  Follow(report, project.path());
  EXPECT_EQ(Check(project.path())["verdict"], "in_sync");
}

TEST_F(Advice, SeveralTargetsTakeACommandEach) {
  const AlembicProject project = TwoBranches();
  Record({"a1"});
  database_->Execute("CREATE TABLE a (x int)");
  Json report = Check(project.path(), {"a2", "b1"});
  EXPECT_THAT(Commands(report), ::testing::Contains("alembic upgrade a2 && alembic upgrade b1"));
  report["next_steps"].erase(0);
  Follow(report, project.path());
  EXPECT_EQ(Check(project.path(), {"a2", "b1"})["verdict"], "in_sync");
}

}  // namespace
}  // namespace schemadiff::testing
