// The conformance runner counts right: on a small suite of our own, and on differences made by
// hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/base/strings.h"
#include "tests/support/pg_server.h"
#include "tools/conformance/in_step.h"
#include "tools/conformance/jobs.h"
#include "tools/conformance/judge.h"
#include "tools/conformance/record.h"
#include "tools/conformance/report.h"
#include "tools/conformance/suite.h"

namespace schemadiff::conformance {
namespace {

using schemadiff::testing::PgServer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "unmodelled counts.sql:9" for each record that is not as it should be.
std::vector<std::string> Exceptions(const FileResult& result) {
  std::vector<std::string> lines;
  for (const Record& record : result.records) {
    if (record.category == Category::kConforming) continue;
    lines.push_back(StrCat(ToString(record.category), " ", record.place));
  }
  return lines;
}

class Conformance : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(, Conformance, ::testing::ValuesIn(PgServer::MajorsUnderTest()));

TEST_P(Conformance, CountsASuite) {
  SD_REQUIRE_SERVER();
  const Suite suite(SCHEMA_DIFF_CONFORMANCE_SUITE);
  JobOptions options;
  options.major = GetParam();
  int ended = 0;
  const std::vector<FileResult> results =
      RunFiles(suite, suite.Files(), options, [&](const FileResult&) { ++ended; });
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(ended, 3);
  for (const FileResult& result : results) EXPECT_EQ(result.failure, "") << result.file;

  EXPECT_EQ(results[0].file, "counts");
  EXPECT_THAT(
      Exceptions(results[0]),
      ElementsAre("same-error counts.sql:4", "same-error counts.sql:5", "circumstance counts.sql:6",
                  "outside counts.sql:7", "unmodelled counts.sql:9"));
  EXPECT_EQ(CountRecords(results[0])[Category::kConforming], 4);
  EXPECT_EQ(CountRecords(results[0]).accepted(), 5);
  EXPECT_EQ(CountRecords(results[0]).rejected(), 2);
  EXPECT_EQ(results[0].not_sent, 1);

  EXPECT_EQ(results[1].file, "test_setup");
  EXPECT_THAT(Exceptions(results[1]), IsEmpty());
  EXPECT_EQ(CountRecords(results[1]).accepted(), 1);

  EXPECT_EQ(results[2].file, "transactions");
  EXPECT_THAT(Exceptions(results[2]),
              ElementsAre("unmodelled transactions.sql:8", "same-error transactions.sql:18"));
  EXPECT_EQ(CountRecords(results[2])[Category::kConforming], 7);
}

Catalog WithTable(std::string_view name, bool with_column) {
  Catalog catalog;
  catalog.server_version = 150000;
  catalog.Create(KeyFor<Schema>("public"), Schema{});
  const ObjectId table = catalog.Create(KeyFor<Table>("public", name), Table{});
  if (with_column) catalog.Create(KeyFor<Column>("public", name, "a"), Column{}, table);
  return catalog;
}

TEST(Judge, TellsSilentDifferencesFromLoudOnes) {
  const Catalog live = WithTable("t", true);
  Catalog replayed = WithTable("t", false);
  const std::map<std::string, int> none;
  std::vector<Diagnostic> said;
  const auto judge = [&] {
    return JudgeAccepted({"CREATE TABLE", said, replayed, live, none}).category;
  };
  EXPECT_EQ(judge(), Category::kDiverging);
  replayed.MarkUnknown(KeyFor<Table>("public", "t"), "a reason");
  EXPECT_EQ(judge(), Category::kUnmodelled);
  said.push_back({DiagnosticLevel::kError, "replay.postgres-error", "42P01", "no", {}, {}, {}});
  EXPECT_EQ(judge(), Category::kRefused);
  said.clear();
  BringInStep(live, &replayed);
  EXPECT_EQ(judge(), Category::kConforming);
  EXPECT_EQ(replayed.GetFingerprint(), live.GetFingerprint());
}

TEST(Judge, ComparesErrors) {
  const Outcome outcome{"42P07", "relation \"t\" already exists", ""};
  std::vector<Diagnostic> said;
  EXPECT_EQ(JudgeRejected(outcome, said).category, Category::kAccepted);
  EXPECT_EQ(JudgeRejected({"23505", "duplicate key", ""}, said).category, Category::kCircumstance);
  said.push_back({DiagnosticLevel::kError, "replay.not-modelled", "", "not modelled", {}, {}, {}});
  EXPECT_EQ(JudgeRejected(outcome, said).category, Category::kUnmodelledError);
  said.front().sqlstate = "42710";
  EXPECT_EQ(JudgeRejected(outcome, said).category, Category::kOtherError);
  said.front().sqlstate = "42P07";
  EXPECT_EQ(JudgeRejected(outcome, said).category, Category::kSameError);
}

TEST(Report, TellsWhatIsWorseThanBefore) {
  const auto run = [](int conforming, int diverging) {
    FileResult result;
    result.records.resize(static_cast<size_t>(conforming));
    Record wrong;
    wrong.category = Category::kDiverging;
    result.records.insert(result.records.end(), static_cast<size_t>(diverging), wrong);
    return std::vector<FileResult>{result};
  };
  const nlohmann::json before = ResultsJson(run(90, 10), false);
  EXPECT_THAT(Worsened(run(90, 10), before), IsEmpty());
  EXPECT_THAT(Worsened(run(99, 1), before), IsEmpty());
  EXPECT_THAT(Worsened(run(89, 11), before),
              ElementsAre("conforming: 90.00 % before, now 89.00 %",
                          "diverging silently: 10.00 % before, now 11.00 %"));
}

TEST(InStep, KeepsWhatOnlyTheSessionSees) {
  const Catalog live = WithTable("t", true);
  Catalog replayed = WithTable("other", true);
  replayed.Create(KeyFor<Table>("pg_temp", "passing"), Table{});
  const Catalog::Mark mark = replayed.SetMark();
  BringInStep(live, &replayed);
  EXPECT_NE(replayed.Find(KeyFor<Table>("pg_temp", "passing")), nullptr);
  EXPECT_NE(replayed.Find(KeyFor<Column>("public", "t", "a")), nullptr);
  EXPECT_EQ(replayed.Find(KeyFor<Table>("public", "other")), nullptr);
  replayed.RollbackTo(mark);
  EXPECT_NE(replayed.Find(KeyFor<Column>("public", "other", "a")), nullptr);
}

}  // namespace
}  // namespace schemadiff::conformance
