// Unity's database in each of its states, on real servers, as its operators would check it.
#include "tests/cli/unity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/base/strings.h"
#include "tests/support/golden.h"

namespace schemadiff::testing {
namespace {

using Json = nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

const std::string kHead = "add_plugin_execution";
const std::string kHeadFile = "1767484908_add_plugin_execution_tables.py";

std::string Text(const Json& json) { return json.is_null() ? "" : json.get<std::string>(); }

// "table plugin_alerts", "column users.full_name".
std::string NameOf(const Json& finding) {
  const Json& object = finding["object"];
  std::string name = Text(object["kind"]) + " ";
  if (object.contains("table")) StrAppend(&name, Text(object["table"]), ".");
  return name + Text(object["name"]);
}

// A text with its line breaks and margins taken out.
std::string Unwrapped(const std::string& text) {
  std::string out;
  for (const std::string_view line : StrSplit(text, '\n')) {
    StrAppend(&out, out.empty() ? "" : " ", StripWhitespace(line));
  }
  return out;
}

class Unity : public UnityDatabase {
 protected:
  ToolResult Check(const std::string& history = "unity") const { return Tool({"check"}, history); }
  // The JSON report, which agrees with the text report's exit code and is valid by the schema.
  Json Report(int code, const std::string& command = "check",
              const std::string& history = "unity") const {
    const ToolResult result = Tool({command, "--format", "json"}, history);
    EXPECT_EQ(result.exit_code, code) << Tool({command}, history).out << result.err;
    EXPECT_EQ(result.err, "");
    ExpectValidJson("engine/report/report.schema.json", result.out);
    return Json::parse(result.out);
  }
  static std::vector<std::string> Names(const Json& report, const std::string& finding_class) {
    std::vector<std::string> names;
    for (const Json& finding : report["findings"]) {
      if (finding["class"] == finding_class) names.push_back(NameOf(finding));
    }
    return names;
  }
  static Json Find(const Json& report, const std::string& name) {
    for (const Json& finding : report["findings"]) {
      if (NameOf(finding) == name) return finding;
    }
    ADD_FAILURE() << "no finding on " << name;
    return {};
  }
  static void ExpectOrigin(const Json& finding, const std::string& revision,
                           const std::string& file) {
    ASSERT_TRUE(finding["provenance"].is_object()) << finding.dump(1);
    EXPECT_EQ(finding["provenance"]["revision"], revision);
    EXPECT_THAT(Text(finding["provenance"]["file"]), ::testing::EndsWith("/versions/" + file));
    EXPECT_GT(finding["provenance"]["line"].get<int>(), 0);
  }
  static std::vector<std::string> Parts(const Json& finding, const std::string& kind) {
    for (const Json& part : finding["parts"]) {
      if (part["kind"] == kind) return part["names"].get<std::vector<std::string>>();
    }
    return {};
  }
};

TEST_P(Unity, AllRevisionsAppliedIsInSync) {
  Enter("applied");
  const Json report = Report(0);
  EXPECT_EQ(report["verdict"], "in_sync");
  EXPECT_THAT(report["findings"], IsEmpty()) << report["findings"].dump(1);
  EXPECT_EQ(report["status"]["state"], "up to date");
  EXPECT_EQ(report["status"]["claimed"], Json({kHead}));
  EXPECT_EQ(report["expected"]["fingerprint"], report["actual"]["fingerprint"]);
  EXPECT_THAT(Check().out, StartsWith("IN SYNC: "));
  // Past what was asked for.
  EXPECT_THAT(Tool({"check", "--at", "a1b2c3d4e5f6"}).out,
              StartsWith("DRIFT: the database is past a1b2c3d4e5f6\n"));
  EXPECT_THAT(Tool({"check", "--at", "base"}).out,
              StartsWith("DRIFT: the database is past the state before the first revision\n"));
  EXPECT_EQ(Report(0, "status")["status"]["state"], "up to date");
}

TEST_P(Unity, OneRevisionBehindIsPendingAndNotDrift) {
  Enter("behind");
  const Json report = Report(3);
  EXPECT_EQ(report["status"]["state"], "behind");
  ASSERT_EQ(report["status"]["pending"].size(), 1u);
  EXPECT_EQ(report["status"]["pending"][0]["id"], kHead);
  EXPECT_EQ(report["summary"]["classes"]["pending"], report["summary"]["total"]);
  EXPECT_THAT(
      Names(report, "pending"),
      ElementsAre("table plugin_alerts", "table plugin_executions", "table plugin_metrics"));
  const Json executions = Find(report, "table plugin_executions");
  ExpectOrigin(executions, kHead, kHeadFile);
  EXPECT_THAT(Parts(executions, "column"),
              ElementsAre("id", "plugin_id", "started_at", "completed_at", "status",
                          "error_message", "metrics_count"));
  EXPECT_THAT(Parts(executions, "index"), UnorderedElementsAre("ix_plugin_executions_plugin_id",
                                                               "ix_plugin_executions_started_at"));
  const std::string text = Check().out;
  EXPECT_THAT(text, StartsWith("PENDING: 1 revision to apply (add_plugin_execution), no drift\n"));
  for (const char* name : {"plugin_executions_pkey", "plugin_executions_plugin_id_fkey",
                           "idx_metrics_plugin_time", "alembic upgrade head"}) {
    EXPECT_THAT(text, HasSubstr(name));
  }
  const ToolResult lenient = Tool({"check", "--fail-on", "drift,ahead,unmanaged,unknown"});
  EXPECT_EQ(lenient.exit_code, 0);
  EXPECT_THAT(lenient.out, StartsWith("PENDING: 1 revision to apply"));
  // At the revision that it claims nothing is pending.
  EXPECT_EQ(Tool({"check", "--at", "a1b2c3d4e5f6"}).exit_code, 0);
}

TEST_P(Unity, StampedWithoutTheTablesIsDrift) {
  Enter("stamped");
  const Json report = Report(1);
  EXPECT_EQ(report["status"]["state"], "stamped but not applied");
  EXPECT_EQ(report["status"]["without_effect"], Json({kHead}));
  EXPECT_EQ(report["status"]["best_match"][0]["revisions"], Json({"a1b2c3d4e5f6"}));
  EXPECT_EQ(report["status"]["best_match"][0]["distance"], 0);
  // The columns and indexes of the three tables do not flood the report.
  ASSERT_EQ(report["summary"]["total"], 3);
  for (const char* table : {"plugin_executions", "plugin_metrics", "plugin_alerts"}) {
    const Json finding = Find(report, StrCat("table ", table));
    EXPECT_EQ(finding["class"], "drift");
    EXPECT_EQ(finding["change"], "missing");
    ExpectOrigin(finding, kHead, kHeadFile);
  }
  const std::string text = Check().out;
  EXPECT_THAT(text, StartsWith("DRIFT: add_plugin_execution was stamped but not applied, 3 tables "
                               "missing\n"));
  EXPECT_THAT(text, HasSubstr("alembic stamp a1b2c3d4e5f6 && alembic upgrade head"));
  EXPECT_EQ(Report(1, "status")["status"]["state"], "stamped but not applied");
}

// A report without the line that names the database.
std::string WithoutDatabase(const std::string& text) {
  std::string out;
  for (const std::string_view line : StrSplit(text, '\n')) {
    if (!line.starts_with("  database ")) StrAppend(&out, line, "\n");
  }
  return out;
}

TEST_P(Unity, TheReadmeShowsWhatTheToolPrints) {
  // From 18 on NOT NULL is a constraint, and the numbers are others.
  if (GetParam() >= 18) GTEST_SKIP() << "README shows PostgreSQL 15";
  const std::string readme = ReadFile(SourceDirectory() + "/README.md");
  const std::string fence = "```\n";
  const size_t begin = readme.find(fence + "DRIFT: ") + fence.size();
  const std::string shown = readme.substr(begin, readme.find(fence, begin) - begin);
  Enter("stamped");
  const TemporaryDirectory place;
  std::filesystem::create_directory_symlink(SourceDirectory() + "/tests/fixtures/unity",
                                            place.path() + "/backend");
  const ToolResult result =
      RunTool({"check", "--db", database_->connection_string(), "--migrations", "backend"},
              {.directory = place.path()});
  EXPECT_EQ(WithoutDatabase(result.out), WithoutDatabase(shown));
}

TEST_P(Unity, UnrecordedTablesAreAheadAndTheRevisionIsFound) {
  Enter("unrecorded");
  const Json report = Report(1);
  EXPECT_EQ(report["status"]["state"], "uninitialised");
  EXPECT_EQ(report["status"]["bookkeeping"]["found"], false);
  EXPECT_EQ(report["status"]["best_match"][0]["revisions"], Json({kHead}));
  EXPECT_EQ(report["status"]["best_match"][0]["distance"], 0);
  EXPECT_EQ(report["summary"]["classes"]["ahead"], report["summary"]["total"]);
  EXPECT_THAT(Names(report, "ahead"), ::testing::Contains("table users"));
  EXPECT_THAT(Check().out, HasSubstr("alembic stamp add_plugin_execution"));
}

TEST_P(Unity, AnEmptyDatabaseIsPending) {
  Enter("empty");
  const Json report = Report(3);
  EXPECT_EQ(report["status"]["state"], "uninitialised");
  EXPECT_EQ(report["status"]["pending"].size(), 8u);
  EXPECT_THAT(report["status"]["best_match"][0]["revisions"], IsEmpty());
  EXPECT_THAT(Check().out, HasSubstr("best match   before the first revision or 6a00ea433c25"));
}

TEST_P(Unity, AnEmptyBookkeepingTableIsUninitialisedToo) {
  Enter("applied");
  database_->Execute("DELETE FROM alembic_version");
  const Json report = Report(1);
  EXPECT_EQ(report["status"]["state"], "uninitialised");
  EXPECT_EQ(report["status"]["bookkeeping"]["found"], true);
  const std::string text = Tool({"status"}).out;
  EXPECT_THAT(text, StartsWith("DRIFT: 17 objects applied but not recorded\n"));
  EXPECT_THAT(text,
              HasSubstr("pending (8): not recorded, though the database has what they bring"));
  EXPECT_THAT(text, Not(HasSubstr("table public.users")));
}

TEST_P(Unity, ARevisionRecordedBesideItsDescendantIsSaid) {
  Enter("applied");
  database_->Execute("INSERT INTO alembic_version VALUES ('12e8b371598f')");
  const ToolResult result = Check();
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(Unwrapped(result.out),
              HasSubstr("public.alembic_version names \"12e8b371598f\" beside "
                        "\"add_plugin_execution\", which comes after it"));
}

TEST_P(Unity, AnUnknownRevisionIsSaid) {
  Enter("applied");
  database_->Execute("UPDATE alembic_version SET version_num = 'deadbeef0000'");
  const Json report = Report(1);
  EXPECT_EQ(report["status"]["state"], "unknown revision");
  EXPECT_EQ(report["status"]["unknown_claims"], Json({"deadbeef0000"}));
  EXPECT_EQ(report["status"]["compared_with"], Json({kHead}));
  EXPECT_THAT(report["findings"], IsEmpty());
}

TEST_P(Unity, AnUnknownRevisionIsComparedWithTheNearest) {
  Enter("behind");
  database_->Execute(
      "UPDATE alembic_version SET version_num = 'deadbeef0000';"
      "ALTER TABLE users ALTER full_name TYPE varchar(500)");
  const Json report = Report(1);
  EXPECT_EQ(report["status"]["compared_with"], Json({"a1b2c3d4e5f6"}));
  EXPECT_THAT(Names(report, "drift"), ElementsAre("column users.full_name"));
  EXPECT_THAT(
      Names(report, "pending"),
      ElementsAre("table plugin_alerts", "table plugin_executions", "table plugin_metrics"));
  const std::string text = Unwrapped(Check().out);
  for (const char* words :
       {"DRIFT: revision deadbeef0000 is not in the migrations, 1 column changed",
        "the migrations have no deadbeef0000; compared with a1b2c3d4e5f6, which it matches best",
        "best match   a1b2c3d4e5f6, but for 1 object (1 changed)",
        "find the tree that has the revision", "a1b2c3d4e5f6 is nearest to what is there"}) {
    EXPECT_THAT(text, HasSubstr(words));
  }
  EXPECT_THAT(text, Not(HasSubstr("Put the database back")));
}

TEST_P(Unity, HandMadeDriftIsOneFindingEach) {
  Enter("drifted");
  const Json report = Report(1);
  EXPECT_EQ(report["status"]["state"], "up to date");
  EXPECT_THAT(Names(report, "drift"),
              UnorderedElementsAre("column users.full_name", "index ix_audit_logs_action",
                                   "column alert_rules.severity", "column plugins.name",
                                   "constraint user_oauth_links.user_oauth_links_user_id_fkey"));
  EXPECT_THAT(Names(report, "unmanaged"),
              UnorderedElementsAre("table celery_taskmeta", "index ix_notification_logs_title"));
  EXPECT_EQ(report["summary"]["total"], 7) << report["findings"].dump(1);

  const Json full_name = Find(report, "column users.full_name");
  EXPECT_EQ(full_name["change"], "missing");
  ExpectOrigin(full_name, "12e8b371598f", "12e8b371598f_add_authentication_tables.py");
  const auto changed = [&](const std::string& name, const std::string& attribute,
                           const std::string& expected, const std::string& actual,
                           const std::string& revision, const std::string& file) {
    const Json finding = Find(report, name);
    EXPECT_EQ(finding["change"], "changed") << name;
    ASSERT_EQ(finding["differences"].size(), 1u) << finding.dump(1);
    EXPECT_EQ(finding["differences"][0]["attribute"], attribute);
    EXPECT_EQ(finding["differences"][0]["expected"], expected);
    EXPECT_EQ(finding["differences"][0]["actual"], actual);
    ExpectOrigin(finding, revision, file);
  };
  changed("column alert_rules.severity", "default", "'warning'::character varying",
          "'info'::character varying", "8f3d9e2a1c45", "8f3d9e2a1c45_add_alert_rules.py");
  changed("column plugins.name", "type", "character varying(255)", "character varying(500)",
          "00001_add_plugins", "00001_add_plugins_table.py");
  changed("constraint user_oauth_links.user_oauth_links_user_id_fkey", "on_delete", "CASCADE",
          "SET NULL", "12df4f8e6ba9", "12df4f8e6ba9_add_oauth_links.py");
  EXPECT_TRUE(Find(report, "table celery_taskmeta")["provenance"].is_null());
  EXPECT_EQ(Tool({"check", "--fail-on", "pending"}).exit_code, 0);
}

TEST_P(Unity, TheHistoryOfTodayIsPredictedToFail) {
  Enter("today");
  // Both heads are compared with, and what PostgreSQL would refuse is foretold with file and line.
  const Json report = Report(1, "check", "unity_today");
  EXPECT_EQ(report["status"]["roots"].size(), 2u);
  EXPECT_EQ(report["status"]["heads"].size(), 2u);
  EXPECT_EQ(report["status"]["target"], report["status"]["heads"]);
  std::vector<std::string> refused;
  for (const Json& diagnostic : report["diagnostics"]) {
    if (Text(diagnostic["sqlstate"]) != "42804") continue;
    refused.push_back(Text(diagnostic["revision"]));
    EXPECT_THAT(Text(diagnostic["message"]), HasSubstr("integer and uuid"));
    EXPECT_GT(diagnostic["line"].get<int>(), 0);
  }
  EXPECT_THAT(refused, ElementsAre("tenant_support_001", "add_docker_hosts_001"));
  EXPECT_THAT(Names(report, "unmanaged"),
              ::testing::IsSupersetOf({"table server_profiles", "table monitored_servers"}));
  const std::string text = Unwrapped(Check("unity_today").out);
  for (const char* words :
       {"2 roots: 6a00ea433c25 and e1d0454ae532", "\"alembic upgrade head\"",
        "compared with all of them", "\"ai_insights\"", "A pending revision would fail",
        "; also 3 revisions pending, 2 of which would fail",
        "relation \"server_profiles\" does not exist in the migrations; this database has it",
        "tenant_support_001_add_tenant_support.py:63 (revision tenant_support_001)",
        "add_docker_hosts_001_add_docker_hosts.py:28 (revision add_docker_hosts_001)"}) {
    EXPECT_THAT(text, HasSubstr(words));
  }
  // In the order in which they would be applied, those that bring nothing too.
  EXPECT_LT(text.find("revision e1d0454ae532"), text.find("revision tenant_support_001"));
  EXPECT_LT(text.find("revision tenant_support_001"), text.find("revision add_docker_hosts_001"));
  for (const Json& revision : report["status"]["pending"]) {
    EXPECT_EQ(revision["refused"] != 0, revision["id"] != "e1d0454ae532") << revision["id"];
  }
}

TEST_P(Unity, TheHistoryOfTodayShowsItsRootsHeadsAndFailures) {
  if (GetParam() != PgServer::NewestMajor()) GTEST_SKIP() << "needs no server";
  const ToolOptions here{.directory = SourceDirectory() + "/tests/fixtures"};
  const ToolResult result = RunTool({"history", "unity_today"}, here);
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.out, StartsWith("HISTORY: 11 revisions, 2 roots, 2 heads, 84 errors, 2 "
                                     "revisions would fail\n"));
  const std::string text = Unwrapped(result.out);
  for (const char* words :
       {"2 roots: 6a00ea433c25 and e1d0454ae532",
        "2 heads: add_plugin_execution and add_docker_hosts_001; \"alembic upgrade head\" refuses",
        "o 6a00ea433c25  2025-12-15  Initial migration  (root)",
        "o add_plugin_execution  2026-01-03  Add plugin execution tables  (head)",
        "o e1d0454ae532  2026-02-11  Baseline  (root)",
        "o tenant_support_001  2026-02-12  Add tenant support  (would fail)",
        "o add_docker_hosts_001  2026-02-14  Add docker hosts  (head, would fail)",
        "+ column public.plugins.tenant_id", "fk_plugins_tenant", "idx_plugins_tenant",
        "\"user_id\" and \"id\" are of incompatible types: integer and uuid [SQLSTATE 42804",
        "tenant_support_001_add_tenant_support.py:63 (revision tenant_support_001)",
        "add_docker_hosts_001_add_docker_hosts.py:28 (revision add_docker_hosts_001)",
        "unity_today/alembic/versions/e1d0454ae532_baseline.py:15", "00002_marketplace"}) {
    EXPECT_THAT(text, HasSubstr(words));
  }
}

TEST_P(Unity, HistoryMarksWhereTheDatabaseIs) {
  Enter("behind");
  const ToolResult result = Tool({"history", "unity"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("HISTORY: 8 revisions, 1 root, 1 head, 1 pending\n"));
  EXPECT_THAT(result.out, HasSubstr("@ a1b2c3d4e5f6"));
  EXPECT_THAT(result.out, HasSubstr("(head, pending)"));
  EXPECT_THAT(result.out, HasSubstr("+ column public.alert_rules.conditions_json"));
  const Json json = Json::parse(Tool({"history", "unity", "--format", "json"}).out);
  ASSERT_EQ(json["revisions"].size(), 8u);
  EXPECT_TRUE(json["revisions"][6]["claimed"].get<bool>());
  EXPECT_TRUE(json["revisions"][7]["pending"].get<bool>());
}

INSTANTIATE_TEST_SUITE_P(, Unity, ::testing::ValuesIn(PgServer::MajorsUnderTest()),
                         [](const auto& tested) { return StrCat("Pg", tested.param); });

}  // namespace
}  // namespace schemadiff::testing
