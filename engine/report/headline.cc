// The first line of a report, and the sentences on where a database stands.
#include <algorithm>

#include "engine/base/strings.h"
#include "engine/report/text_writer.h"

namespace schemadiff {
namespace {

constexpr size_t kMostPhrases = 4;

std::string JoinIds(const std::vector<std::string>& ids, size_t limit = 4) {
  std::vector<std::string> safe;
  for (const std::string& id : ids) safe.push_back(Safe(id));
  return JoinList(safe, limit);
}

std::string TargetText(const HistoryStatus& status) {
  return status.target.empty() ? "the state before the first revision" : JoinIds(status.target);
}

// What a database whose claim is not known was compared with.
std::string PositionText(const HistoryStatus& status) {
  if (!status.compared_with) return TargetText(status);
  return status.compared_with->empty() ? "the state before the first revision"
                                       : JoinIds(*status.compared_with);
}

// "2 tables missing", "1 column changed": the findings of one class by change and kind.
std::vector<std::string> Phrases(const Report& report, FindingClass finding_class) {
  std::map<std::pair<Change, Kind>, size_t> counts;
  for (const ReportedFinding& reported : report.findings) {
    if (reported.finding.finding_class != finding_class) continue;
    const Difference& difference = reported.finding.difference;
    // Only drift is told by its change.
    const Change change =
        finding_class == FindingClass::kDrift ? difference.change : Change::kChanged;
    ++counts[{change, difference.key.kind}];
  }
  std::vector<std::string> phrases;
  for (const auto& [what, count] : counts) {
    std::string phrase = Count(count, KindName(what.second));
    if (finding_class == FindingClass::kDrift) StrAppend(&phrase, " ", ToString(what.first));
    phrases.push_back(std::move(phrase));
  }
  if (phrases.size() <= kMostPhrases) return phrases;
  std::map<Change, size_t> changes;
  for (const auto& [what, count] : counts) changes[what.first] += count;
  // Of one class other than drift, one change goes without saying.
  if (changes.size() == 1 && finding_class != FindingClass::kDrift) {
    return {Count(report.summary.Of(finding_class), "object")};
  }
  return {StrCat(Count(report.summary.Of(finding_class), "object"), " (",
                 StrJoin(changes, ", ",
                         [](std::string* out, const auto& entry) {
                           StrAppend(out, entry.second, " ", ToString(entry.first));
                         }),
                 ")")};
}

// How cosmetic differences differ.
std::string_view CosmeticWords(const Report& report) {
  bool order = false;
  bool text = report.findings.empty();  // "status" does not know
  for (const ReportedFinding& reported : report.findings) {
    if (reported.finding.finding_class != FindingClass::kCosmetic) continue;
    const Difference& difference = reported.finding.difference;
    for (const AttributeDifference& attribute : difference.attributes) {
      const AttributeInfo& info = InfoFor(difference.key.kind).attributes[attribute.attribute];
      (info.role == AttributeRole::kRelative ? order : text) = true;
    }
  }
  if (!order)
    return report.findings.empty() ? " different in text or order only" : " different in text only";
  return text ? " different in text or order only" : " in another order";
}

std::string ClassPhrase(const Report& report, FindingClass finding_class) {
  const size_t count = report.summary.Of(finding_class);
  // "status" knows numbers only.
  const std::string things =
      report.findings.empty() ? Count(count, "object") : JoinList(Phrases(report, finding_class));
  switch (finding_class) {
    case FindingClass::kDrift:
      return report.findings.empty() ? StrCat(things, " not as the migrations say") : things;
    case FindingClass::kAhead:
      return StrCat(things, " applied but not recorded");
    case FindingClass::kUnmanaged:
      return StrCat(things, " made by no migration");
    case FindingClass::kUnknown:
      return StrCat(things, " not comparable");
    case FindingClass::kCosmetic:
      return StrCat(things, CosmeticWords(report));
    case FindingClass::kPending:
      break;
  }
  return StrCat(things, " pending");
}

// ", 2 of which would fail"; empty where none would.
std::string FailingPhrase(const Report& report) {
  if (!report.status) return {};
  const std::vector<RevisionInfo>& pending = report.status->pending;
  const auto failing = static_cast<size_t>(std::ranges::count_if(
      pending, [](const RevisionInfo& revision) { return revision.refused > 0; }));
  if (failing == 0) return {};
  if (failing == pending.size())
    return pending.size() == 1 ? ", which would fail" : ", which would all fail";
  return StrCat(", ", failing, " of which would fail");
}

std::string PendingPhrase(const Report& report) {
  if (report.status && !report.status->pending.empty()) {
    return StrCat(Count(report.status->pending.size(), "revision"), " pending",
                  FailingPhrase(report));
  }
  return ClassPhrase(report, FindingClass::kPending);
}

bool HasPending(const Report& report) {
  return report.summary.Of(FindingClass::kPending) > 0 ||
         (report.status && !report.status->pending.empty());
}

// What the verdict does not speak of.
std::string Also(const Report& report, const std::vector<FindingClass>& told, bool pending_told) {
  std::vector<std::string> also;
  for (const FindingClass c : {FindingClass::kDrift, FindingClass::kAhead, FindingClass::kUnmanaged,
                               FindingClass::kUnknown, FindingClass::kCosmetic}) {
    // What changes no meaning is worth the first line only where there is nothing else.
    if (c == FindingClass::kCosmetic && report.verdict != Verdict::kInSync) continue;
    const bool is_told = std::ranges::find(told, c) != told.end();
    if (!is_told && report.summary.Of(c) > 0) also.push_back(ClassPhrase(report, c));
  }
  // Where all of it is there already, it is unrecorded rather than pending.
  const bool recorded_only =
      report.summary.Of(FindingClass::kPending) == 0 && report.summary.Of(FindingClass::kAhead) > 0;
  if (!pending_told && !recorded_only && HasPending(report)) also.push_back(PendingPhrase(report));
  return also.empty() ? std::string() : StrCat("; also ", JoinList(also));
}

std::string DriftHeadline(const Report& report) {
  std::vector<std::string> phrases;
  std::vector<FindingClass> told;
  if (report.status && report.status->state == HistoryState::kUnknownRevision) {
    phrases.push_back(
        StrCat("revision ", JoinIds(report.status->unknown_claims), " is not in the migrations"));
  }
  if (report.status && report.status->state == HistoryState::kPastTarget) {
    phrases.push_back(StrCat("the database is past ", TargetText(*report.status)));
  }
  if (report.status && report.status->state == HistoryState::kStampedNotApplied) {
    phrases.push_back(StrCat(JoinIds(report.status->without_effect),
                             report.status->without_effect.size() == 1 ? " was" : " were",
                             " stamped but not applied"));
  }
  for (const FindingClass c :
       {FindingClass::kDrift, FindingClass::kAhead, FindingClass::kUnmanaged}) {
    if (report.summary.Of(c) == 0) continue;
    told.push_back(c);
    phrases.push_back(ClassPhrase(report, c));
  }
  return StrCat("DRIFT: ", StrJoin(phrases, ", "), Also(report, told, false));
}

std::string PendingHeadline(const Report& report) {
  std::string text = "PENDING: ";
  if (report.status && !report.status->pending.empty()) {
    std::vector<std::string> ids;
    for (const RevisionInfo& revision : report.status->pending) ids.push_back(revision.id);
    StrAppend(&text, Count(ids.size(), "revision"), " to apply (", JoinIds(ids), ")",
              FailingPhrase(report));
  } else {
    text += ClassPhrase(report, FindingClass::kPending);
  }
  if (report.compared && report.summary.Of(FindingClass::kDrift) == 0 &&
      report.summary.Of(FindingClass::kAhead) == 0) {
    text += ", no drift";
  }
  return text + Also(report, {FindingClass::kPending}, true);
}

std::string SyncHeadline(const Report& report) {
  std::string text = "IN SYNC: ";
  if (report.summary.total == 0) {
    text += report.status ? "the database is what its migrations say" : "both sides are the same";
    if (!report.not_compared.empty()) text += " in everything that is compared";
    if (report.status && !report.status->claimed.empty()) {
      StrAppend(&text, " at ", JoinIds(report.status->claimed));
    }
    return text;
  }
  return StrCat(text, "nothing but ", ClassPhrase(report, FindingClass::kCosmetic));
}

}  // namespace

Tone VerdictTone(Verdict verdict) {
  switch (verdict) {
    case Verdict::kInSync:
      return Tone::kGood;
    case Verdict::kPending:
    case Verdict::kNotComparable:
      return Tone::kWarning;
    case Verdict::kDrift:
    case Verdict::kNotChecked:
      break;
  }
  return Tone::kBad;
}

std::string Headline(const Report& report) {
  switch (report.verdict) {
    case Verdict::kNotChecked:
      return StrCat("COULD NOT CHECK: ", Safe(report.error));
    case Verdict::kDrift:
      return DriftHeadline(report);
    case Verdict::kPending:
      return PendingHeadline(report);
    case Verdict::kInSync:
      return SyncHeadline(report);
    case Verdict::kNotComparable:
      break;
  }
  std::vector<std::string> phrases;
  if (report.summary.Of(FindingClass::kUnknown) > 0) {
    phrases.push_back(ClassPhrase(report, FindingClass::kUnknown));
  }
  if (const size_t errors = report.diagnostics.Count(DiagnosticLevel::kError); errors > 0) {
    phrases.push_back(StrCat(Count(errors, "error"), " while reading and replaying"));
  }
  std::vector<std::string> unequal;
  for (const UncomparedKind& kind : report.not_compared) {
    if (kind.counted == Counted::kUnequal) unequal.push_back(CountsText(kind));
  }
  if (!unequal.empty()) {
    phrases.push_back(StrCat("other kinds are not there in equal numbers: ", JoinList(unequal)));
  }
  return StrCat("NOT COMPARABLE: no drift found, but ", JoinList(phrases),
                Also(report, {FindingClass::kUnknown}, false));
}

std::string StatusSentence(const HistoryStatus& status) {
  if (!status.database_known) return {};
  const std::string claims = JoinIds(status.claimed);
  const std::string target = TargetText(status);
  const std::string_view target_word = !status.target_is_heads    ? "the revision asked for"
                                       : status.target.size() > 1 ? "the heads"
                                                                  : "the head";
  std::string text(ToString(status.state));
  switch (status.state) {
    case HistoryState::kUpToDate:
      StrAppend(&text, ": it claims ", claims, ", ", target_word);
      break;
    case HistoryState::kBehind:
      StrAppend(&text, ": it claims ", claims, "; ", target_word,
                status.target.size() > 1 ? " are " : " is ", target, ", ",
                Count(status.pending.size(), "revision"), " further");
      break;
    case HistoryState::kUninitialised:
      StrAppend(&text, ": ",
                status.bookkeeping_found
                    ? StrCat("its table ", Safe(status.bookkeeping_table), " is empty")
                    : StrCat("it has no table ", Safe(status.bookkeeping_table)));
      break;
    case HistoryState::kStampedNotApplied:
      StrAppend(&text, ": it claims ", claims, ", but nothing of ",
                status.without_effect == status.claimed ? "it" : JoinIds(status.without_effect),
                " is there");
      break;
    case HistoryState::kUnknownRevision:
      StrAppend(&text, ": it claims ", claims, "; the migrations have no ",
                JoinIds(status.unknown_claims));
      StrAppend(&text, "; compared with ", PositionText(status),
                status.compared_with ? ", which it matches best" : "");
      break;
    case HistoryState::kPastTarget:
      StrAppend(&text, ": it claims ", claims, ", which comes after ", target);
      break;
    case HistoryState::kNotKnown:
    case HistoryState::kNotRecorded:
      if (status.state == HistoryState::kNotKnown) {
        StrAppend(&text, ": its table ", Safe(status.bookkeeping_table),
                  " says which migrations were applied, and what it holds could not be read; ");
      } else {
        StrAppend(&text, ": nothing in the database says which migrations were applied; ");
      }
      if (!status.best.empty() && status.best.back().total() == 0) {
        const std::vector<std::string>& position = status.best.back().revisions;
        StrAppend(&text, "its schema is that ",
                  position.empty() ? "before the first one" : StrCat("of ", JoinIds(position)));
      } else {
        StrAppend(&text, "compared with ", target);
      }
      break;
  }
  return text;
}

std::vector<std::string> BranchSentences(const HistoryStatus& status) {
  std::vector<std::string> sentences;
  if (status.roots.size() > 1) {
    sentences.push_back(StrCat(status.roots.size(), " roots: ", JoinIds(status.roots, 10)));
  }
  if (status.heads.size() > 1) {
    std::string text = StrCat(status.heads.size(), " heads: ", JoinIds(status.heads, 10));
    if (!status.commands.several_heads.empty())
      StrAppend(&text, "; ", status.commands.several_heads);
    if (status.target_is_heads && status.database_known) text += "; compared with all of them";
    sentences.push_back(std::move(text));
  }
  return sentences;
}

}  // namespace schemadiff
