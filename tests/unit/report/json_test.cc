#include "engine/report/json.h"

#include <gtest/gtest.h>

#include "engine/base/strings.h"
#include "tests/support/golden.h"
#include "tests/unit/report/sample_reports.h"

namespace schemadiff {
namespace {

constexpr char kSchema[] = "engine/report/report.schema.json";

TEST(JsonReport, IsAsALookedAtOne) {
  testing::ExpectGolden("tests/unit/report/golden/drift.json", RenderJson(testing::DriftReport()));
  testing::ExpectGolden("tests/unit/report/golden/history.json",
                        RenderJson(testing::HistoryReport()));
}

TEST(JsonReport, IsValidByItsSchema) {
  Report status = testing::PendingReport();
  status.command = "status";
  status.findings.clear();
  for (const Report& report :
       {testing::DriftReport(), testing::PendingReport(), testing::SameReport(),
        testing::UnreachableReport(), testing::HostileReport(), testing::NotComparableReport(),
        testing::HistoryReport(), status}) {
    testing::ExpectValidJson(kSchema, RenderJson(report));
  }
}

TEST(JsonReport, SchemaRefusesAnotherShape) {
  // The schema is strict: what the renderer adds without documenting it fails the test above.
  std::string json = RenderJson(testing::SameReport());
  json.insert(json.find("\"command\""), "\"surprise\": 1, ");
  EXPECT_FALSE(testing::IsValidJson(kSchema, json));
  std::string wrong = RenderJson(testing::SameReport());
  const std::string verdict = "\"verdict\": \"in_sync\"";
  wrong.replace(wrong.find(verdict), verdict.size(), "\"verdict\": \"drift\"");
  EXPECT_FALSE(testing::IsValidJson(kSchema, wrong));  // the exit code does not belong to it
}

TEST(JsonReport, HoldsNoByteThatATerminalWouldObey) {
  for (const char c : RenderJson(testing::HostileReport())) {
    EXPECT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7F)) << static_cast<int>(c);
  }
}

}  // namespace
}  // namespace schemadiff
