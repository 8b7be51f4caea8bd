#include "engine/report/text.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/report/text_writer.h"

namespace schemadiff {
namespace {

constexpr size_t kLabelWidth = 13;

void Labelled(std::string_view label, std::string_view text, TextWriter* out,
              Tone tone = Tone::kPlain) {
  const std::string lead = StrCat("  ", PadRight(label, kLabelWidth));
  out->Wrapped(out->Paint(Tone::kFaint, lead), lead.size(), text, tone);
}

void AppendSafe(std::string* out, const std::string& text) { *out += Safe(text); }

std::string JoinSafe(const std::vector<std::string>& list) {
  std::vector<std::string> safe;
  for (const std::string& text : list) safe.push_back(Safe(text));
  return JoinList(safe);
}

std::string DescribeSide(const SideIdentity& side) {
  std::string text = Safe(side.name);
  switch (side.kind) {
    case SideKind::kDatabase:
      if (!side.host.empty()) StrAppend(&text, " at ", Safe(side.host));
      if (!side.port.empty()) StrAppend(&text, ":", Safe(side.port));
      if (!side.user.empty()) StrAppend(&text, " as ", Safe(side.user));
      if (side.server_version != 0) {
        StrAppend(&text, ", PostgreSQL ", ServerVersionText(side.server_version));
      }
      break;
    case SideKind::kHistory:
      StrAppend(&text, " (", Safe(side.tool), ")");
      break;
    case SideKind::kSql:
      StrAppend(&text, " (SQL)");
      break;
    case SideKind::kSnapshot:
      StrAppend(&text, " (snapshot of ");
      if (side.snapshot_of == "sql" || side.snapshot_of == "history") {
        StrAppend(&text, side.snapshot_of == "sql" ? "SQL" : "migrations", " for PostgreSQL ",
                  side.server_version / 10000);
      } else if (side.server_version != 0) {
        StrAppend(&text, "PostgreSQL ", ServerVersionText(side.server_version));
      } else {
        text += "an unknown version";
      }
      text += ")";
      break;
  }
  return text;
}

std::string BestMatchText(const HistoryStatus& status) {
  std::vector<std::string> names;
  for (const RevisionMatch& match : status.best) {
    names.push_back(match.revisions.empty() ? "before the first revision"
                                            : StrJoin(match.revisions, " + ", AppendSafe));
  }
  const RevisionMatch& match = status.best.front();
  // Any of them, since an empty revision leaves the schema as it was.
  constexpr size_t kMostNames = 3;
  const size_t more = names.size() > kMostNames ? names.size() - kMostNames : 0;
  names.resize(names.size() - more);
  std::string text = StrJoin(names, " or ");
  if (more > 0) StrAppend(&text, " or ", more, " more");
  if (match.total() == 0) return text + ", exactly";
  std::vector<std::string> parts;
  if (match.missing > 0) parts.push_back(StrCat(match.missing, " missing"));
  if (match.unexpected > 0) parts.push_back(StrCat(match.unexpected, " unexpected"));
  if (match.changed > 0) parts.push_back(StrCat(match.changed, " changed"));
  return StrCat(text, ", but for ", Count(static_cast<size_t>(match.total()), "object"), " (",
                StrJoin(parts, ", "), ")");
}

// Whether the best match says more than the claim itself.
bool TellsBestMatch(const HistoryStatus& status) {
  if (status.best.empty() || !status.database_known) return false;
  const bool plain =
      status.state == HistoryState::kUpToDate || status.state == HistoryState::kBehind;
  return !plain || status.best.size() > 1 || status.best.front().revisions != status.claimed;
}

void WriteHeader(const Report& report, TextWriter* out) {
  const bool history = report.status.has_value();
  out->Line();
  if (report.actual && history) Labelled("database", DescribeSide(*report.actual), out);
  if (report.expected) {
    std::string text = DescribeSide(*report.expected);
    if (history) {
      StrAppend(&text, ": ", Count(report.status->revision_count, "revision"));
      if (report.status->heads.size() == 1) {
        StrAppend(&text, ", head ", Safe(report.status->heads.front()));
      }
    } else if (!report.expected->upto.empty()) {
      StrAppend(&text, ", up to ", JoinSafe(report.expected->upto));
    }
    Labelled(history ? "migrations" : "expected", text, out);
  }
  if (report.actual && !history) Labelled("actual", DescribeSide(*report.actual), out);
  if (history) {
    const HistoryStatus& status = *report.status;
    for (const std::string& sentence : BranchSentences(status)) {
      Labelled("", sentence, out, Tone::kWarning);
    }
    if (const std::string sentence = StatusSentence(status); !sentence.empty()) {
      Labelled("status", sentence, out,
               status.state == HistoryState::kUpToDate ? Tone::kPlain : Tone::kStrong);
    }
    if (TellsBestMatch(status)) Labelled("best match", BestMatchText(status), out);
  }
  if (!report.schemas.empty()) Labelled("only", JoinSafe(report.schemas), out);
  if (!report.excludes.empty()) Labelled("without", JoinSafe(report.excludes), out);
  if (report.compared) {
    Labelled("compared",
             StrCat(Count(report.expected ? report.expected->objects : 0, "object"), " expected, ",
                    report.actual ? report.actual->objects : 0, " found"),
             out);
  }
  if (report.exit_code != ExitCode(report.verdict)) {
    Labelled("exit code", StrCat(report.exit_code, ", by --fail-on"), out);
  }
}

// What is in the database and was not looked at.
void WriteNotCompared(const Report& report, TextWriter* out) {
  if (report.not_compared.empty()) return;
  out->Line();
  out->Line(
      StrCat(out->Paint(Tone::kStrong, "not compared"), ": kinds that this version does not know"));
  struct Line {
    Counted counted;
    std::string_view text;
    Tone tone;
  };
  for (const Line& line : {Line{Counted::kUnequal, "unequal", Tone::kWarning},
                           Line{Counted::kEqual, "as many", Tone::kFaint},
                           Line{Counted::kOtherwise, "counted", Tone::kFaint}}) {
    std::vector<std::string> kinds;
    for (const UncomparedKind& kind : report.not_compared) {
      if (kind.counted != line.counted) continue;
      kinds.push_back(line.counted == Counted::kEqual
                          ? StrCat(Safe(kind.kind), " (", kind.expected, ")")
                          : CountsText(kind));
    }
    if (kinds.empty()) continue;
    std::string text = JoinList(kinds);
    if (line.counted == Counted::kOtherwise)
      text += ", in different ways: these numbers say nothing about each other";
    const std::string lead = StrCat("  ", PadRight(line.text, kLabelWidth));
    out->Wrapped(out->Paint(line.tone, lead), lead.size(), text);
  }
}

void WritePendingList(const Report& report, TextWriter* out) {
  if (!report.status || report.status->pending.empty()) return;
  // What they bring may be there without a record of it.
  const bool unrecorded =
      report.summary.Of(FindingClass::kPending) == 0 && report.summary.Of(FindingClass::kAhead) > 0;
  out->Line();
  out->Line(
      StrCat(out->Paint(Tone::kStrong, StrCat("pending (", report.status->pending.size(), ")")),
             unrecorded ? ": not recorded, though the database has what they bring"
                        : ": not applied yet, in this order"));
  for (const RevisionInfo& revision : report.status->pending) {
    std::string text = StrCat("  ", Safe(revision.id));
    if (!revision.date.empty()) StrAppend(&text, "  ", Safe(revision.date).substr(0, 10));
    if (!revision.message.empty()) StrAppend(&text, "  ", Safe(revision.message));
    if (revision.refused > 0) text += "  (would fail; see below)";
    out->Line(out->Paint(Tone::kStrong, text));
    if (revision.location.known()) {
      out->Line(StrCat("    ", out->Paint(Tone::kFaint, PlaceText(revision.location))));
    }
    if (!unrecorded) WriteEffects(revision, 4, out);
  }
}

void WriteNextSteps(const Report& report, TextWriter* out) {
  if (report.next_steps.empty()) return;
  out->Line();
  out->Line(out->Paint(Tone::kStrong, "what next"));
  for (const NextStep& step : report.next_steps) {
    out->Wrapped("  ", 2, Safe(step.why));
    if (!step.command.empty()) {
      out->Line(StrCat("      ", out->Paint(Tone::kStrong, Safe(step.command))));
    }
  }
}

}  // namespace

std::string RenderText(const Report& report, const TextOptions& options) {
  TextWriter out(options);
  // The verdict's word alone is coloured: it stands out, and the rest stays readable.
  const std::string headline = Headline(report);
  const size_t colon = headline.find(':');
  const std::string lead = StrCat(out.Paint(VerdictTone(report.verdict), headline.substr(0, colon)),
                                  out.Paint(Tone::kStrong, ": "));
  constexpr size_t kSeparator = 2;  // ": "
  out.Wrapped(lead, colon + kSeparator, headline.substr(colon + kSeparator), Tone::kStrong);
  if (report.expected || report.actual || report.status) WriteHeader(report, &out);
  if (report.command == "status") {
    WritePendingList(report, &out);
  } else {
    WriteFindings(report, &out);
  }
  WriteDiagnostics(report.diagnostics, &out);
  WriteNotCompared(report, &out);
  WriteNextSteps(report, &out);
  return out.Take();
}

}  // namespace schemadiff
