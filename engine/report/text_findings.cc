// The findings of a report, by class.
#include <algorithm>

#include "engine/base/strings.h"
#include "engine/report/text_writer.h"

namespace schemadiff {
namespace {

constexpr size_t kIndent = 2;
constexpr size_t kDetailIndent = 4;  // of what stands under a finding, beyond the finding's own

struct ClassText {
  FindingClass finding_class;
  std::string_view meaning;
  std::string_view missing;
  std::string_view unexpected;
  std::string_view changed;
};

// The words for each change, by class: what is pending is not "missing" yet.
constexpr ClassText kClassTexts[] = {
    {FindingClass::kDrift, "not as the migrations say", "missing", "unexpected", "changed"},
    {FindingClass::kAhead, "applied, but not recorded", "dropped", "added", "changed"},
    {FindingClass::kUnmanaged, "made by no migration", "missing", "unexpected", "changed"},
    {FindingClass::kPending, "comes with revisions that are not applied yet", "to add", "to drop",
     "to change"},
    {FindingClass::kUnknown, "could not be compared", "missing?", "unexpected?", "changed?"},
    {FindingClass::kCosmetic, "differs in text or order, not in meaning", "missing", "unexpected",
     "changed"}};

const ClassText& TextOf(FindingClass finding_class) {
  for (const ClassText& text : kClassTexts) {
    if (text.finding_class == finding_class) return text;
  }
  return kClassTexts[0];
}

std::string_view ChangeWord(const ClassText& text, Change change) {
  switch (change) {
    case Change::kMissing:
      return text.missing;
    case Change::kUnexpected:
      return text.unexpected;
    case Change::kChanged:
      return text.changed;
  }
  return text.changed;
}

Tone SeverityTone(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return Tone::kBad;
    case Severity::kMajor:
      return Tone::kWarning;
    case Severity::kMinor:
    case Severity::kInfo:
      break;
  }
  return Tone::kPlain;
}

// Whether severities tell the findings of a class apart.
bool ShowsSeverity(FindingClass finding_class) {
  return finding_class == FindingClass::kDrift || finding_class == FindingClass::kAhead ||
         finding_class == FindingClass::kUnmanaged;
}

class SectionWriter {
 public:
  SectionWriter(const Report& report, FindingClass finding_class, TextWriter* out)
      : report_(report), class_(finding_class), text_(TextOf(finding_class)), out_(out) {
    for (const ReportedFinding& reported : report.findings) {
      if (reported.finding.finding_class != finding_class) continue;
      findings_.push_back(&reported);
      severity_width_ = std::max(severity_width_, ToString(reported.finding.severity).size());
      change_width_ =
          std::max(change_width_, ChangeWord(text_, reported.finding.difference.change).size());
    }
  }

  void Write() {
    if (findings_.empty() && !HasPendingRevisions()) return;
    out_->Line();
    const std::string title = findings_.empty()
                                  ? std::string(ToString(class_))
                                  : StrCat(ToString(class_), " (", findings_.size(), ")");
    const std::string_view ignored =
        report_.FailsOn(class_) || class_ == FindingClass::kCosmetic ? "" : " (does not fail)";
    // "diff" compares whatever it is given.
    const std::string_view meaning = class_ == FindingClass::kDrift && report_.command == "diff"
                                         ? "actual is not as expected"
                                         : text_.meaning;
    out_->Line(StrCat(out_->Paint(Tone::kStrong, title), ": ", meaning, ignored));
    if (class_ == FindingClass::kPending && report_.status) {
      WritePending();
      return;
    }
    for (const ReportedFinding* finding : findings_) WriteFinding(*finding, kIndent, "");
  }

 private:
  bool HasPendingRevisions() const {
    return class_ == FindingClass::kPending && report_.status && !report_.status->pending.empty();
  }

  // By revision, in the order in which they would be applied.
  void WritePending() {
    std::vector<const ReportedFinding*> rest = findings_;
    // Revisions in a row that bring nothing, for the same reason.
    std::string reason;
    std::vector<std::string> ids;
    const auto flush = [&] {
      if (ids.empty()) return;
      out_->Wrapped(
          std::string(kIndent, ' '), kIndent,
          StrCat(ids.size() == 1 ? "revision " : "revisions ", JoinList(ids), ": ", reason));
      ids.clear();
    };
    for (const RevisionInfo& revision : report_.status->pending) {
      const auto is_its = [&](const ReportedFinding* finding) {
        return finding != nullptr && finding->finding.origin.revision == revision.id;
      };
      if (std::ranges::none_of(rest, is_its)) {
        const std::string text = NothingText(revision);
        if (text != reason) flush();
        reason = text;
        ids.push_back(Safe(revision.id));
        continue;
      }
      flush();
      WriteRevisionLine(revision);
      for (const ReportedFinding*& finding : rest) {
        if (!is_its(finding)) continue;
        WriteFinding(*finding, 2 * kIndent, revision.id);
        finding = nullptr;
      }
    }
    flush();
    std::erase(rest, nullptr);
    for (const ReportedFinding* finding : rest) WriteFinding(*finding, kIndent, "");
  }

  static std::string NothingText(const RevisionInfo& revision) {
    if (!revision.unread.empty()) return "not read in full; see below";
    if (revision.refused > 0) return "would fail at once; see below";
    if (revision.effects_known && revision.effects.empty()) return "no change of the schema";
    return "nothing that is still to come";
  }

  void WriteRevisionLine(const RevisionInfo& revision) {
    std::string line = StrCat("revision ", Safe(revision.id));
    if (!revision.date.empty()) StrAppend(&line, "  ", Safe(revision.date).substr(0, 10));
    if (!revision.message.empty()) StrAppend(&line, "  ", Safe(revision.message));
    if (revision.refused > 0) line += "  (would fail; see below)";
    out_->Wrapped(std::string(kIndent, ' '), kIndent, line, Tone::kStrong);
  }

  void WriteFinding(const ReportedFinding& reported, size_t indent,
                    const std::string& under_revision) {
    const Finding& finding = reported.finding;
    const Difference& difference = finding.difference;
    std::string lead(indent, ' ');
    size_t lead_width = indent;
    if (ShowsSeverity(class_)) {
      lead += out_->Paint(SeverityTone(finding.severity),
                          PadRight(ToString(finding.severity), severity_width_));
      lead += "  ";
      lead_width += severity_width_ + 2;
    }
    lead += PadRight(ChangeWord(text_, difference.change), change_width_);
    lead += "  ";
    lead_width += change_width_ + 2;

    std::string object = ObjectText(difference.key);
    std::string with;
    const bool some_named = std::ranges::any_of(
        reported.parts, [](const PartList& part) { return !part.names.empty(); });
    const bool names = some_named && (class_ == FindingClass::kPending || out_->verbosity() > 0);
    if (!reported.parts.empty() && !names) with = StrCat(", with ", PartsText(reported.parts));
    if (difference.change == Change::kChanged) {
      with = StrCat(
          ": ", StrJoin(difference.attributes, ", ",
                        [](std::string* text, const AttributeDifference& a) { *text += a.name; }));
    }
    const size_t detail = indent + kDetailIndent;
    // Attributes that different revisions set have a line each.
    std::vector<std::string> sinces;
    if (std::ranges::any_of(difference.attributes, [&](const AttributeDifference& a) {
          return a.origin != difference.attributes.front().origin;
        })) {
      for (const AttributeDifference& attribute : difference.attributes) {
        sinces.push_back(Provenance(finding, attribute.origin, under_revision));
      }
    }
    const std::string since =
        sinces.empty() ? Provenance(finding, finding.origin, under_revision) : std::string();
    const size_t width = lead_width + DisplayWidth(object) + DisplayWidth(with);
    if (!since.empty() && width + 2 + DisplayWidth(since) <= out_->width()) {
      out_->Line(StrCat(lead, out_->Paint(Tone::kStrong, object), with, "  ",
                        out_->Paint(Tone::kFaint, since)));
    } else {
      if (width <= out_->width()) {
        out_->Line(StrCat(lead, out_->Paint(Tone::kStrong, object), with));
      } else {
        out_->Wrapped(lead, lead_width, object + with);
      }
      if (!since.empty()) {
        const std::string margin(detail, ' ');
        out_->Line(StrCat(margin, out_->Paint(Tone::kFaint, since)));
      }
    }
    if (names) WritePartNames(reported.parts, detail, out_);
    WriteDifferences(difference.attributes, detail, "expected", "actual", out_, sinces);
    if (!difference.comparable && difference.attributes.empty() && !difference.reason.empty()) {
      out_->Wrapped(std::string(detail, ' '), detail,
                    StrCat("not comparable: ", Safe(difference.reason)));
    }
  }

  // "since 12e8b371598f (file.py:31)", without the revision under its own heading.
  static std::string Provenance(const Finding& finding, const Origin& origin,
                                const std::string& under_revision) {
    std::string place = PlaceText(origin.location);
    if (origin.revision.empty() && place.empty()) return {};
    if (!under_revision.empty() && origin.revision == under_revision) return place;
    const bool dropped = finding.difference.change == Change::kUnexpected &&
                         (finding.finding_class == FindingClass::kDrift ||
                          finding.finding_class == FindingClass::kPending);
    std::string_view verb = "since ";
    if (dropped) verb = "dropped by ";
    if (!dropped && finding.finding_class == FindingClass::kAhead) verb = "by ";
    if (origin.revision.empty()) return StrCat(dropped ? "dropped at " : "", place);
    return StrCat(verb, Safe(origin.revision), place.empty() ? "" : StrCat(" (", place, ")"));
  }

  const Report& report_;
  FindingClass class_;
  const ClassText& text_;
  TextWriter* out_;
  std::vector<const ReportedFinding*> findings_;
  size_t severity_width_ = 0;
  size_t change_width_ = 0;
};

}  // namespace

void WriteFindings(const Report& report, TextWriter* out) {
  for (const FindingClass finding_class : kFindingClasses) {
    SectionWriter(report, finding_class, out).Write();
  }
}

}  // namespace schemadiff
