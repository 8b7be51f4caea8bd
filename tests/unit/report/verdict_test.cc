#include <gtest/gtest.h>

#include "engine/report/report.h"
#include "tests/unit/report/sample_reports.h"

namespace schemadiff {
namespace {

Report With(std::vector<FindingClass> classes) {
  Report report;
  for (const FindingClass finding_class : classes) {
    report.findings.emplace_back().finding.finding_class = finding_class;
  }
  report.summary = Summarise(report.findings);
  return report;
}

Report Judged(Report report) {
  Judge(&report);
  return report;
}
int CodeOf(const Report& report) { return Judged(report).exit_code; }

TEST(Verdict, EachClassHasItsExitCode) {
  EXPECT_EQ(CodeOf(With({})), 0);
  EXPECT_EQ(CodeOf(With({FindingClass::kDrift})), 1);
  EXPECT_EQ(CodeOf(With({FindingClass::kAhead})), 1);
  EXPECT_EQ(CodeOf(With({FindingClass::kUnmanaged})), 1);
  EXPECT_EQ(CodeOf(With({FindingClass::kPending})), 3);
  EXPECT_EQ(CodeOf(With({FindingClass::kUnknown})), 4);
  EXPECT_EQ(CodeOf(With({FindingClass::kCosmetic})), 0);
}

TEST(Verdict, WorseHidesBetter) {
  EXPECT_EQ(CodeOf(With({FindingClass::kPending, FindingClass::kDrift})), 1);
  EXPECT_EQ(CodeOf(With({FindingClass::kUnknown, FindingClass::kDrift})), 1);
  // "Only pending" would not be true.
  EXPECT_EQ(CodeOf(With({FindingClass::kUnknown, FindingClass::kPending})), 4);
  Report failed = With({FindingClass::kDrift});
  failed.error = "the server went away";
  EXPECT_EQ(CodeOf(failed), 2);
}

TEST(Verdict, FailOnChooses) {
  Report report = With({FindingClass::kUnmanaged, FindingClass::kCosmetic});
  report.fail_on = {FindingClass::kDrift};
  EXPECT_EQ(CodeOf(report), 0);
  report.fail_on = {FindingClass::kCosmetic};
  EXPECT_EQ(CodeOf(report), 1);
  Report pending = With({FindingClass::kPending, FindingClass::kUnknown});
  pending.fail_on = {FindingClass::kDrift, FindingClass::kPending};
  EXPECT_EQ(CodeOf(pending), 3);
}

TEST(Verdict, StaysTrueWhateverFails) {
  Report report = With({FindingClass::kUnmanaged, FindingClass::kPending});
  report.fail_on = {FindingClass::kUnknown};
  EXPECT_EQ(Judged(report).verdict, Verdict::kDrift);
  EXPECT_EQ(CodeOf(report), 0);
  Report cosmetic = With({FindingClass::kCosmetic});
  cosmetic.fail_on = {FindingClass::kCosmetic};
  EXPECT_EQ(Judged(cosmetic).verdict, Verdict::kInSync);
  EXPECT_EQ(CodeOf(cosmetic), 1);
}

TEST(Verdict, ErrorsWhileReadingAreNotSilent) {
  Report report = With({});
  report.diagnostics.Add({});
  EXPECT_EQ(CodeOf(report), 4);
  Report warning = With({});
  warning.diagnostics.Add({.level = DiagnosticLevel::kWarning});
  EXPECT_EQ(CodeOf(warning), 0);
}

TEST(Verdict, StatusCountsToo) {
  Report report = With({});
  report.status.emplace();
  report.status->database_known = true;
  report.status->state = HistoryState::kBehind;
  report.status->pending.emplace_back();  // a revision that changes no schema
  EXPECT_EQ(CodeOf(report), 3);
  report.status->state = HistoryState::kUnknownRevision;
  EXPECT_EQ(CodeOf(report), 1);
}

TEST(Findings, AreSortedByClassSeverityAndObject) {
  const Report report = testing::DriftReport();
  ASSERT_EQ(report.findings.size(), 10u);
  EXPECT_EQ(report.findings.front().finding.severity, Severity::kCritical);
  EXPECT_EQ(report.findings.back().finding.finding_class, FindingClass::kCosmetic);
  EXPECT_EQ(report.summary.Of(FindingClass::kDrift), 8u);
  EXPECT_EQ(report.summary.by_change.at(Change::kMissing), 3u);
}

TEST(ListParts, NamesWhatAnObjectIsMadeOf) {
  Catalog catalog;
  const ObjectId table = catalog.Create(KeyFor<Table>("public", "t"), Table{});
  // Columns by their positions, whatever the order in which a source has them.
  Column first, second;
  first.position = 1;
  second.position = 2;
  const ObjectId column = catalog.Create(KeyFor<Column>("public", "t", "Odd name"), second, table);
  const ObjectId z = catalog.Create(KeyFor<Column>("public", "t", "z"), first, table);
  const ObjectId comment =
      catalog.Create(CommentKey(KeyFor<Column>("public", "t", "Odd name")), Comment{"why"}, column);
  const auto parts = ListParts(catalog, {column, z, comment});
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].names, (std::vector<std::string>{"z", "\"Odd name\""}));
  EXPECT_EQ(parts[1].count, 1u);  // known by number only
  EXPECT_TRUE(parts[1].names.empty());
}

}  // namespace
}  // namespace schemadiff
