// What a difference is called, where a database and what it claims have come apart.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/base/strings.h"
#include "tests/cli/alembic_project.h"
#include "tests/cli/tool.h"
#include "tests/support/golden.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {
namespace {

using Json = nlohmann::json;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class Classes : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    SD_REQUIRE_SERVER();
    database_ = PgServer::Shared(GetParam()).CreateDatabase();
  }
  void Claim(const std::string& revision) {
    database_->Execute(
        StrCat("CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY); "
               "INSERT INTO alembic_version VALUES ('",
               revision, "')"));
  }
  ToolResult Check(const std::string& migrations, std::vector<std::string> more = {}) const {
    more.insert(more.begin(),
                {"check", "--db", database_->connection_string(), "--migrations", migrations});
    return RunTool(more);
  }
  // "drift changed column b.t".
  std::vector<std::string> Findings(const std::string& migrations) const {
    const Json report = Json::parse(Check(migrations, {"--format", "json"}).out);
    std::vector<std::string> told;
    for (const Json& finding : report["findings"]) {
      const Json& object = finding["object"];
      std::string text = StrCat(std::string(finding["class"]), " ", std::string(finding["change"]),
                                " ", std::string(object["kind"]), " ");
      if (object.contains("table")) StrAppend(&text, std::string(object["table"]), ".");
      told.push_back(text + std::string(object["name"]));
    }
    return told;
  }

  std::unique_ptr<Database> database_;
};

// The application's create_all() has made what a pending revision makes, and somebody has been
// at it since.
TEST_P(Classes, WhatIsHandMadeInAnEarlyTableIsNotPending) {
  const AlembicProject project({{"r1", {}, {"CREATE TABLE a (x int)"}},
                                {"r2", {"r1"}, {"CREATE TABLE b (i int, t varchar(10))"}}});
  Claim("r1");
  database_->Execute(
      "CREATE TABLE a (x int); CREATE TABLE b (i int, t varchar(99), hand int);"
      "CREATE INDEX hand_ix ON b (i)");
  EXPECT_THAT(Findings(project.path()),
              UnorderedElementsAre("ahead unexpected table b", "drift changed column b.t",
                                   "unmanaged unexpected column b.hand",
                                   "unmanaged unexpected index hand_ix"));
  const ToolResult text = Check(project.path(), {"--fail-on", "drift,unmanaged"});
  EXPECT_EQ(text.exit_code, 1);
  EXPECT_THAT(text.out, Not(HasSubstr("to drop")));
  EXPECT_THAT(text.out, Not(HasSubstr("to change")));
  EXPECT_THAT(text.out, HasSubstr("added  table public.b, with 2 columns"));
}

TEST_P(Classes, ChangesThatLaterRevisionsMakeStayPending) {
  const AlembicProject project(
      {{"r1", {}, {"CREATE TABLE a (x int)"}},
       {"r2", {"r1"}, {"CREATE TABLE b (i int, t varchar(10), old int)"}},
       {"r3", {"r2"}, {"ALTER TABLE b ALTER t TYPE text, DROP old, ADD new int"}}});
  Claim("r1");
  database_->Execute("CREATE TABLE a (x int); CREATE TABLE b (i int, t varchar(10), old int)");
  EXPECT_THAT(
      Findings(project.path()),
      UnorderedElementsAre("ahead unexpected table b", "pending changed column b.t",
                           "pending unexpected column b.old", "pending missing column b.new"));
  database_->Execute("ALTER TABLE b ALTER t TYPE varchar(99), DROP i");
  EXPECT_THAT(Findings(project.path()),
              IsSupersetOf({"drift changed column b.t", "drift missing column b.i",
                            "pending unexpected column b.old"}));
}

TEST_P(Classes, HandMadeChangesOfAnUnrecordedDatabaseAreDrift) {
  const std::string states = SourceDirectory() + "/tests/fixtures/unity_states/";
  for (const char* file : {"up_to_a1b2c3d4e5f6.sql", "add_plugin_execution.sql", "drift.sql"}) {
    database_->Execute(ReadFile(states + file));
  }
  for (const char* forget : {"DELETE FROM alembic_version", "DROP TABLE alembic_version"}) {
    database_->Execute(forget);
    std::vector<std::string> findings = Findings(SourceDirectory() + "/tests/fixtures/unity");
    EXPECT_THAT(findings, Contains("ahead unexpected table users"));
    std::erase_if(findings, [](const std::string& f) { return f.starts_with("ahead unexpected"); });
    EXPECT_THAT(findings,
                UnorderedElementsAre("drift missing column users.full_name",
                                     "drift missing index ix_audit_logs_action",
                                     "drift changed column alert_rules.severity",
                                     "drift changed column plugins.name",
                                     "drift changed constraint "
                                     "user_oauth_links.user_oauth_links_user_id_fkey",
                                     "unmanaged unexpected table celery_taskmeta",
                                     "unmanaged unexpected index ix_notification_logs_title"));
  }
}

TEST_P(Classes, NothingIsPendingThatNoPendingRevisionDoes) {
  const std::string states = SourceDirectory() + "/tests/fixtures/unity_states/";
  for (const char* file : {"up_to_a1b2c3d4e5f6.sql", "drift.sql", "create_all.sql"}) {
    database_->Execute(ReadFile(states + file));
  }
  database_->Execute("DELETE FROM alembic_version");
  const Json report = Json::parse(
      Check(SourceDirectory() + "/tests/fixtures/unity_today", {"--format", "json"}).out);
  std::vector<std::string> pending;
  for (const Json& revision : report["status"]["pending"]) pending.push_back(revision["id"]);
  EXPECT_EQ(pending.size(), 11u);
  for (const Json& finding : report["findings"]) {
    if (finding["class"] != "pending") continue;
    EXPECT_THAT(pending, Contains(std::string(finding["provenance"]["revision"])));
    EXPECT_EQ(finding["change"], "missing") << finding.dump(1);
  }
}

// What a migration does only if it finds the database so does not put the rest in doubt.
TEST_P(Classes, WhatAGuardLeavesOpenIsUnknownAlone) {
  const TemporaryDirectory project;
  project.Write("alembic/env.py", "");
  project.Write("alembic.ini", "[alembic]\nscript_location = alembic\n");
  project.Write("alembic/versions/r1.py",
                "from alembic import op\nimport sqlalchemy as sa\n\n"
                "revision = 'r1'\ndown_revision = None\n\n\ndef upgrade():\n"
                "    op.create_table('a', sa.Column('id', sa.Integer, primary_key=True))\n"
                "    if 'x' not in sa.inspect(op.get_bind()).get_columns('a'):\n"
                "        op.add_column('a', sa.Column('x', sa.Integer))\n"
                "    op.create_table('b', sa.Column('a', sa.Integer, sa.ForeignKey('a.id')))\n"
                "    op.create_index('ib', 'b', ['a'])\n");
  Claim("r1");
  database_->Execute(
      "CREATE TABLE a (id serial PRIMARY KEY, x int); CREATE TABLE b (a int REFERENCES a);"
      "CREATE INDEX ib ON b (a)");
  EXPECT_EQ(Check(project.path()).exit_code, 0);
  database_->Execute("ALTER TABLE a DROP x");
  EXPECT_THAT(Findings(project.path()), UnorderedElementsAre("unknown missing column a.x"));
  EXPECT_EQ(Check(project.path()).exit_code, 4);
  database_->Execute("DROP INDEX ib; CREATE TABLE more (i int)");
  EXPECT_THAT(Findings(project.path()),
              UnorderedElementsAre("unknown missing column a.x", "drift missing index ib",
                                   "unmanaged unexpected table more"));
}

TEST_P(Classes, TheSchemaOfTheToolsOwnTableIsTheTools) {
  const TemporaryDirectory project;
  project.Write("alembic/env.py", "context.configure(version_table_schema='meta')\n");
  project.Write("alembic.ini", "[alembic]\nscript_location = alembic\n");
  project.Write("alembic/versions/r1.py",
                "from alembic import op\n\nrevision = 'r1'\ndown_revision = None\n\n\n"
                "def upgrade():\n    op.execute('CREATE TABLE a ()')\n");
  database_->Execute("CREATE SCHEMA meta; SET search_path = meta");
  Claim("r1");
  database_->Execute("SET search_path = public; CREATE TABLE a (); CREATE SCHEMA other");
  EXPECT_THAT(Findings(project.path()), UnorderedElementsAre("unmanaged unexpected schema other"));
  database_->Execute("CREATE TABLE meta.more ()");
  EXPECT_THAT(Findings(project.path()), UnorderedElementsAre("unmanaged unexpected schema other",
                                                             "unmanaged unexpected table more"));
}

INSTANTIATE_TEST_SUITE_P(, Classes, ::testing::ValuesIn(PgServer::MajorsUnderTest()),
                         [](const auto& tested) { return StrCat("Pg", tested.param); });

}  // namespace
}  // namespace schemadiff::testing
