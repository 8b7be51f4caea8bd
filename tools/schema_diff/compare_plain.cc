// Two sides without a history.
#include <utility>

#include "engine/base/strings.h"
#include "engine/diff/settle_owners.h"
#include "rules/classify.h"
#include "tools/schema_diff/assess.h"
#include "tools/schema_diff/filter.h"
#include "tools/schema_diff/sides.h"

namespace schemadiff::cli {

absl::StatusOr<Report> ComparePlain(Side expected, Side actual, const CommonOptions& options) {
  Filter filter(options.schemas, options.excludes, !options.no_privileges);
  for (const Side* side : {&expected, &actual}) {
    // The bookkeeping table of either history is no difference.
    const bool is_history =
        side->identity.kind == SideKind::kHistory || side->identity.snapshot_of == "history";
    if (!is_history) continue;
    for (const BookkeepingRecord& record : side->bookkeeping) {
      filter.ExcludeTable(record.query.schema, record.query.table);
    }
  }
  filter.Learn(expected.catalog);
  filter.Learn(actual.catalog);
  if (CountOwn(expected.catalog, filter) + CountOwn(actual.catalog, filter) == 0) {
    Diagnostics diagnostics = expected.diagnostics;
    diagnostics.Append(actual.diagnostics);
    return NothingToCompare(options, diagnostics);
  }
  // Of what a server tells, nothing is open.
  if (IsReplayed(expected.identity)) SettleOwners(actual.catalog, &expected.catalog);
  if (IsReplayed(actual.identity)) SettleOwners(expected.catalog, &actual.catalog);
  if (options.no_owners) ForgetOwners(&expected.catalog);
  SpellOutDefaults(&expected.catalog, &actual.catalog);
  Report report = NewReport(options);
  report.compared = true;
  std::vector<Finding> findings = ClassifyPlain(expected.catalog, actual.catalog, filter.ForDiff());
  DoubtUnread(NotRead(expected), Change::kUnexpected, &findings);
  DoubtUnread(NotRead(actual), Change::kMissing, &findings);
  for (Finding& finding : findings) {
    report.findings.push_back(WithParts(std::move(finding), expected.catalog, actual.catalog));
  }
  report.diagnostics = expected.diagnostics;
  report.diagnostics.Append(actual.diagnostics);
  filter.NotePatterns(
      expected.identity.kind == SideKind::kDatabase || actual.identity.kind == SideKind::kDatabase,
      &report.diagnostics);
  const int one = expected.catalog.server_version / 10000;
  const int other = actual.catalog.server_version / 10000;
  if (one != 0 && other != 0 && one != other) {
    report.diagnostics.Add(
        {DiagnosticLevel::kNote,
         "diff.other-version",
         {},
         StrCat("the two sides are of PostgreSQL ", one, " and ", other,
                ", which print some expressions in other words, and give some other types (EXTRACT "
                "from 14 on)"),
         {},
         {},
         {}});
  }
  report.expected = expected.identity;
  IdentifySide(expected.catalog, filter, &*report.expected);
  report.actual = actual.identity;
  IdentifySide(actual.catalog, filter, &*report.actual);
  report.not_compared = NotCompared(options, {expected.catalog, expected.identity},
                                    {actual.catalog, actual.identity});
  return report;
}

}  // namespace schemadiff::cli
