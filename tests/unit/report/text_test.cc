#include "engine/report/text.h"

#include <gtest/gtest.h>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/report/text_layout.h"
#include "tests/support/golden.h"
#include "tests/unit/report/sample_reports.h"

namespace schemadiff {
namespace {

using testing::ExpectGolden;

std::string Golden(const char* name) { return StrCat("tests/unit/report/golden/", name); }

// What holds for every text report.
void ExpectTidy(const std::string& text, size_t width) {
  ASSERT_FALSE(text.empty());
  EXPECT_EQ(text.back(), '\n');
  for (const std::string_view line :
       StrSplit(std::string_view(text).substr(0, text.size() - 1), '\n')) {
    EXPECT_TRUE(line.empty() || line.back() != ' ') << "trailing space: [" << line << "]";
    // A name, a file and line, or a command to copy is never broken.
    // At most a label stands before a word that is wider than the terminal.
    const size_t last_space = StripWhitespace(line).rfind(' ');
    const bool one_word = last_space == std::string_view::npos ||
                          StripWhitespace(line.substr(0, last_space)).size() < 20;
    const bool unbreakable = one_word || line.find(".py:") != std::string_view::npos ||
                             line.find("      since ") == 0 ||
                             line.find("schema-diff check") != std::string_view::npos;
    if (!unbreakable) {
      EXPECT_LE(DisplayWidth(line), width) << line;
    }
    for (const char c : line) EXPECT_GE(static_cast<unsigned char>(c), 0x20) << line;
  }
}

struct Case {
  const char* name;
  Report (*make)();
};

class TextReport : public ::testing::TestWithParam<Case> {};

TEST_P(TextReport, IsAsALookedAtOne) {
  const std::string text = RenderText(GetParam().make(), {});
  ExpectTidy(text, 100);
  ExpectGolden(Golden(StrCat(GetParam().name, ".txt").c_str()), text);
}

TEST_P(TextReport, FitsANarrowTerminal) {
  ExpectTidy(RenderText(GetParam().make(), {.width = 80}), 80);
  ExpectTidy(RenderText(GetParam().make(), {.width = 60}), 60);
}

INSTANTIATE_TEST_SUITE_P(, TextReport,
                         ::testing::Values(Case{"drift", testing::DriftReport},
                                           Case{"pending", testing::PendingReport},
                                           Case{"same", testing::SameReport},
                                           Case{"unreachable", testing::UnreachableReport},
                                           Case{"hostile", testing::HostileReport},
                                           Case{"not_comparable", testing::NotComparableReport}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(TextReportColour, AddsNothingButColour) {
  const Report report = testing::DriftReport();
  const std::string plain = RenderText(report, {});
  std::string coloured = RenderText(report, {.colour = true});
  EXPECT_NE(plain, coloured);
  for (size_t at = 0; (at = coloured.find("\x1b[", at)) != std::string::npos;) {
    coloured.erase(at, coloured.find('m', at) + 1 - at);
  }
  // Spaces before a colour ends are the only other difference.
  std::string trimmed;
  for (std::string_view line : StrSplit(coloured, '\n')) {
    while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
    StrAppend(&trimmed, trimmed.empty() ? "" : "\n", line);
  }
  EXPECT_EQ(plain, trimmed);
}

TEST(TextReportVerbose, NamesParts) {
  ExpectGolden(Golden("drift_verbose.txt"), RenderText(testing::DriftReport(), {.verbosity = 1}));
  ExpectGolden(Golden("not_comparable_verbose.txt"),
               RenderText(testing::NotComparableReport(), {.verbosity = 2}));
}

TEST(TextReportStatus, ListsWhatIsPending) {
  Report report = testing::PendingReport();
  report.command = "status";
  report.findings.clear();
  ExpectGolden(Golden("status.txt"), RenderText(report, {}));
}

TEST(HistoryText, DrawsBranchesAndMerges) {
  const std::string text = RenderHistoryText(testing::HistoryReport(), {});
  ExpectTidy(text, 100);
  ExpectGolden(Golden("history.txt"), text);
}

TEST(CatalogText, ShowsEveryAttributeThatIsSet) {
  Catalog catalog;
  const OriginId origin = catalog.AddOrigin({"r1", {"m.sql", 3, 0}});
  const ObjectId table =
      catalog.Create(KeyFor<Table>("public", "t"), Table{.row_security = true}, kNoObject, origin);
  Column column;
  column.type = {"pg_catalog", "int4"};
  column.not_null = true;
  column.default_value = Expression::Canonical("nextval('public.t_id_seq'::regclass)");
  catalog.Create(KeyFor<Column>("public", "t", "id"), column, table, origin);
  const ObjectId view = catalog.Create(
      KeyFor<View>("public", "v"),
      View{.query = Expression::Canonical(" SELECT t.id\n   FROM public.t;")}, kNoObject, origin);
  catalog.MarkUnknown(KeyFor<View>("public", "v"), "a DO block may have changed it");
  ExpectGolden(Golden("catalog.txt"), RenderCatalogText(catalog, {table, view}, {.verbosity = 1}));
}

// Forty errors of one cause are one error to the reader.
TEST(DiagnosticsText, WhatFollowsFromAnotherErrorIsCounted) {
  Diagnostics diagnostics;
  const auto add = [&](std::string_view code, std::string_view message, uint32_t line) {
    Diagnostic diagnostic;
    diagnostic.code = std::string(code);
    diagnostic.message = std::string(message);
    diagnostic.location = {"a.sql", line, 0};
    diagnostics.Add(std::move(diagnostic));
  };
  add(kFollowsUnknown, "relation \"t\" is not known", 2);
  add(kFollowsUnknown, "relation \"u\" is not known", 3);
  TextOptions options;
  options.width = 100;
  const auto says = [&](std::string_view words) {
    return RenderDiagnosticsText(diagnostics, options).find(words) != std::string::npos;
  };
  // With no cause among them, they are all that there is to say.
  EXPECT_TRUE(says("relation \"t\""));
  add("replay.not-modelled", "not modelled: x", 1);
  EXPECT_TRUE(says("1 error and 2 statements about what this leaves unknown (see -v)"));
  EXPECT_TRUE(says("not modelled: x"));
  EXPECT_FALSE(says("relation"));
  options.verbosity = 1;
  EXPECT_TRUE(says("likewise \"u\""));
}

}  // namespace
}  // namespace schemadiff
