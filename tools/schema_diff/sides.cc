#include "tools/schema_diff/sides.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/replay.h"
#include "engine/report/next_steps.h"
#include "engine/report/text_layout.h"
#include "tools/schema_diff/command_line.h"

namespace schemadiff::cli {

size_t CountOwn(const Catalog& catalog, const Filter& filter) {
  const Catalog initial = InitialCatalog(catalog.server_version);
  size_t count = 0;
  for (const ObjectId id : filter.Select(catalog)) {
    const ObjectKey& key = catalog.Get(id).key;
    const ObjectKey& what = key.target == kNoKind ? key : TargetOf(key);
    if (initial.Find(what) == nullptr) ++count;
  }
  return count;
}

absl::Status NothingToCompare(const CommonOptions& options, const Diagnostics& diagnostics) {
  std::string text = options.schemas.empty() && options.excludes.empty()
                         ? "there is nothing to compare: neither side has any object"
                         : "there is nothing to compare: --schema and --exclude leave no object "
                           "on either side";
  // Which may be because nothing was understood.
  const std::vector<Diagnostic>& list = diagnostics.list();
  const auto first = std::ranges::find(list, DiagnosticLevel::kError, &Diagnostic::level);
  if (first != list.end()) {
    StrAppend(&text, "; ", FormatDiagnostic(*first));
    const size_t more = diagnostics.Count(DiagnosticLevel::kError) - 1;
    if (more > 0) StrAppend(&text, " (and ", Count(more, "more error"), ")");
  }
  return absl::FailedPreconditionError(ToAbsl(text));
}

void IdentifySide(const Catalog& catalog, const Filter& filter, SideIdentity* identity) {
  identity->objects = filter.Select(catalog).size();
  identity->fingerprint = filter.FingerprintOf(catalog).ToHex();
}

Report NewReport(const CommonOptions& options) {
  Report report;
  report.tool_version = ToolVersion();
  report.schemas = options.schemas;
  report.excludes = options.excludes;
  report.fail_on = options.fail_classes;
  return report;
}

bool IsReplayed(const SideIdentity& identity) {
  switch (identity.kind) {
    case SideKind::kDatabase:
      return false;
    case SideKind::kHistory:
    case SideKind::kSql:
      return true;
    case SideKind::kSnapshot:
      break;
  }
  return identity.snapshot_of == "history" || identity.snapshot_of == "sql";
}

std::vector<UncomparedKind> NotCompared(const CommonOptions& options, const KnownSide& expected,
                                        const KnownSide& actual, const Catalog* pending) {
  const bool partial = !options.schemas.empty() || !options.excludes.empty();
  return CountUncompared({expected.catalog, IsReplayed(expected.identity), partial},
                         {actual.catalog, IsReplayed(actual.identity), partial}, pending);
}

ReportedFinding WithParts(Finding finding, const Catalog& expected, const Catalog& actual) {
  ReportedFinding reported;
  const Difference& difference = finding.difference;
  if (difference.change == Change::kMissing) {
    reported.parts = ListParts(expected, difference.parts);
  } else if (difference.change == Change::kUnexpected) {
    reported.parts = ListParts(actual, difference.parts);
  }
  reported.finding = std::move(finding);
  return reported;
}

void FinishReport(Report* report) {
  SortFindings(&report->findings);
  report->summary = Summarise(report->findings);
  CountRefusals(report);
  Judge(report);
  report->next_steps = SuggestNextSteps(*report);
}

}  // namespace schemadiff::cli
