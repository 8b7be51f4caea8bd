#include "engine/report/report.h"

#include <algorithm>
#include <tuple>

#include "engine/base/strings.h"
#include "engine/diff/sibling_order.h"
#include "engine/pg/identifier.h"

namespace schemadiff {

std::string_view ToString(Verdict verdict) {
  switch (verdict) {
    case Verdict::kInSync:
      return "in_sync";
    case Verdict::kDrift:
      return "drift";
    case Verdict::kNotChecked:
      return "not_checked";
    case Verdict::kPending:
      return "pending";
    case Verdict::kNotComparable:
      return "not_comparable";
  }
  return "not_checked";
}

int ExitCode(Verdict verdict) { return static_cast<int>(verdict); }

std::string_view ToString(SideKind kind) {
  switch (kind) {
    case SideKind::kDatabase:
      return "database";
    case SideKind::kHistory:
      return "history";
    case SideKind::kSql:
      return "sql";
    case SideKind::kSnapshot:
      return "snapshot";
  }
  return "database";
}

std::string_view ToString(HistoryState state) {
  switch (state) {
    case HistoryState::kUpToDate:
      return "up to date";
    case HistoryState::kBehind:
      return "behind";
    case HistoryState::kUninitialised:
      return "uninitialised";
    case HistoryState::kStampedNotApplied:
      return "stamped but not applied";
    case HistoryState::kUnknownRevision:
      return "unknown revision";
    case HistoryState::kPastTarget:
      return "past the target";
    case HistoryState::kNotKnown:
      return "not known";
    case HistoryState::kNotRecorded:
      return "not recorded";
  }
  return "not recorded";
}

bool Report::FailsOn(FindingClass finding_class) const {
  return std::ranges::find(fail_on, finding_class) != fail_on.end();
}

namespace {

// The verdict where only what is of these classes counts.
Verdict Decide(const Report& report, const std::vector<FindingClass>& classes) {
  if (!report.error.empty()) return Verdict::kNotChecked;
  const auto counts = [&](FindingClass finding_class) {
    return std::ranges::find(classes, finding_class) != classes.end();
  };
  bool drift = false;
  bool pending = report.status && !report.status->pending.empty();
  bool unknown = report.diagnostics.Count(DiagnosticLevel::kError) > 0 ||
                 std::ranges::any_of(report.not_compared, [](const UncomparedKind& kind) {
                   return kind.counted == Counted::kUnequal;
                 });
  for (const auto& [finding_class, count] : report.summary.by_class) {
    if (count == 0) continue;
    if (finding_class == FindingClass::kPending) {
      pending = true;
    } else if (finding_class == FindingClass::kUnknown) {
      unknown = true;
    } else if (counts(finding_class)) {
      drift = true;
    }
  }
  // A database that claims what is not there, or what nobody knows, is drift even where no
  // object differs: the next upgrade will not do what one expects.
  if (report.status && report.status->database_known && counts(FindingClass::kDrift)) {
    const HistoryState state = report.status->state;
    drift = drift || state == HistoryState::kUnknownRevision || state == HistoryState::kPastTarget;
  }
  if (drift) return Verdict::kDrift;
  if (unknown && counts(FindingClass::kUnknown)) return Verdict::kNotComparable;
  if (pending && counts(FindingClass::kPending)) return Verdict::kPending;
  return Verdict::kInSync;
}

}  // namespace

void Judge(Report* report) {
  report->verdict =
      Decide(*report, {FindingClass::kDrift, FindingClass::kAhead, FindingClass::kUnmanaged,
                       FindingClass::kPending, FindingClass::kUnknown});
  report->exit_code = ExitCode(Decide(*report, report->fail_on));
}

void CountRefusals(Report* report) {
  std::map<std::string_view, size_t> refused;
  for (const Diagnostic& diagnostic : report->diagnostics.list()) {
    if (diagnostic.level != DiagnosticLevel::kError || diagnostic.sqlstate.empty()) continue;
    if (diagnostic.code == kMadeByNoMigration) continue;
    ++refused[diagnostic.revision];
  }
  const auto count = [&](std::vector<RevisionInfo>* revisions) {
    for (RevisionInfo& revision : *revisions) {
      const auto found = refused.find(revision.id);
      revision.refused = found == refused.end() ? 0 : found->second;
    }
  };
  if (report->status) count(&report->status->pending);
  count(&report->revisions);
}

void SortFindings(std::vector<ReportedFinding>* findings) {
  std::ranges::stable_sort(*findings, {}, [](const ReportedFinding& reported) {
    const Finding& finding = reported.finding;
    return std::tuple(finding.finding_class, finding.severity, finding.difference.key);
  });
}

size_t Summary::Of(FindingClass finding_class) const {
  const auto found = by_class.find(finding_class);
  return found == by_class.end() ? 0 : found->second;
}

Summary Summarise(const std::vector<ReportedFinding>& findings) {
  Summary summary;
  summary.total = findings.size();
  for (const ReportedFinding& reported : findings) {
    ++summary.by_class[reported.finding.finding_class];
    ++summary.by_change[reported.finding.difference.change];
    ++summary.by_severity[reported.finding.severity];
  }
  return summary;
}

std::string ServerVersionText(int server_version) {
  return StrCat(server_version / 10000, ".", server_version % 10000);
}

std::vector<PartList> ListParts(const Catalog& catalog, std::vector<ObjectId> ids) {
  // The same order from every source.
  std::ranges::sort(ids, {}, [&catalog](ObjectId id) {
    const Object& object = catalog.Get(id);
    return std::pair(PositionOf(object), object.key);
  });
  std::map<Kind, PartList> lists;
  for (const ObjectId id : ids) {
    const ObjectKey& key = catalog.Get(id).key;
    PartList& list = lists[key.kind];
    list.kind = key.kind;
    ++list.count;
    // Comments have no names of their own.
    if (key.target == kNoKind) list.names.push_back(QuoteIdentifier(key.name, kNewestMajor));
  }
  std::vector<PartList> result;
  for (auto& [kind, list] : lists) result.push_back(std::move(list));
  return result;
}

}  // namespace schemadiff
