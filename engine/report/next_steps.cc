#include "engine/report/next_steps.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/report/text_layout.h"

namespace schemadiff {
namespace {

constexpr size_t kMostNames = 4;

// A word for a POSIX shell: as it is where no character needs quotes.
std::string ShellWord(std::string_view text) {
  const bool plain = !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./:@%+,=").find(c) != std::string_view::npos;
  });
  if (plain) return std::string(text);
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

void AppendWord(std::string* out, const std::string& text) { *out += ShellWord(text); }

// A command with its revisions put in.
std::string Fill(std::string_view command, const std::vector<std::string>& revisions) {
  const size_t place = command.find("{}");
  if (place == std::string_view::npos) return std::string(command);
  return StrCat(command.substr(0, place), StrJoin(revisions, " ", AppendWord),
                command.substr(place + 2));
}

class Adviser {
 public:
  explicit Adviser(const Report& report) : report_(report) {}

  std::vector<NextStep> Run() {
    if (!report_.error.empty()) return {};
    if (report_.status) {
      AboutBranches();
      AboutState();
    }
    AboutDifferences();
    AboutReading();
    return std::move(steps_);
  }

 private:
  void Add(std::string why, std::string command = {}) {
    steps_.push_back({std::move(why), std::move(command)});
  }
  const HistoryStatus& status() const { return *report_.status; }
  const ToolCommands& tool() const { return status().commands; }

  // One command for each target: tools take one at a time.
  std::string UpgradeCommand() const {
    if (status().target_is_heads) {
      return status().heads.size() > 1 ? tool().upgrade_heads : tool().upgrade_head;
    }
    if (tool().upgrade.empty()) return {};
    return StrJoin(status().target, " && ", [&](std::string* out, const std::string& target) {
      *out += Fill(tool().upgrade, {target});
    });
  }

  std::string RecordCommand(const Standing& standing) const {
    std::vector<std::string> revisions = standing.revisions;
    if (revisions.empty()) revisions.push_back(tool().base);
    return Fill(standing.anew ? tool().record_anew : tool().record, revisions);
  }

  void AboutBranches() {
    if (tool().merge.empty() || status().heads.size() < 2) return;
    Add(StrCat("The migrations have ", status().heads.size(),
               " heads. If that is not meant, join them by a merge revision:"),
        Fill(tool().merge, status().heads));
  }

  void AboutState() {
    switch (status().state) {
      case HistoryState::kUpToDate:
      case HistoryState::kPastTarget:
        break;
      case HistoryState::kNotKnown:
      case HistoryState::kNotRecorded:
      case HistoryState::kBehind:
      case HistoryState::kUninitialised:
        AboutPending();
        break;
      case HistoryState::kStampedNotApplied:
        AboutStamp();
        break;
      case HistoryState::kUnknownRevision:
        AboutUnknownRevision();
        break;
    }
  }

  // What the record should be, where it can be corrected and something speaks for it; else null.
  const Standing* Correction() const {
    if (tool().record.empty() || !status().standing) return nullptr;
    return status().standing->revisions == status().claimed ? nullptr : &*status().standing;
  }

  // The record, and the rest after it. `why` is a sentence, the period left out.
  void Record(std::string why, const Standing& standing) {
    const bool go_on = standing.rest > 0 && standing.failing.empty();
    StrAppend(&why, go_on ? ", then apply the rest:" : ":");
    std::string command = RecordCommand(standing);
    if (go_on) StrAppend(&command, " && ", UpgradeCommand());
    Add(std::move(why), std::move(command));
    if (!standing.failing.empty()) {
      Add(StrCat("Of what comes then, ", JoinList(standing.failing, kMostNames),
                 " would fail, or could not be understood (see above): mend that before it is "
                 "applied."));
    }
  }

  void AboutStamp() {
    const Standing* standing = Correction();
    if (standing == nullptr) {
      Add("The database records revisions that were never applied: correct its bookkeeping table, "
          "then apply them.");
    } else if (standing->exact) {
      Record("The database was stamped further than it is. Record where it stands", *standing);
    } else {
      Record(
          "The database was stamped further than it is. Settle the other differences above, "
          "record where it stands",
          *standing);
    }
  }

  void AboutUnknownRevision() {
    Add("The database was migrated from other files than these: find the tree that has the "
        "revision (another branch, a newer deployment) and check against that one.");
    const Standing* standing = Correction();
    if (standing == nullptr || standing->revisions.empty()) return;
    const std::string nearest = JoinList(standing->revisions);
    if (standing->exact) {
      Record(StrCat("If the revision is gone for good: the schema is exactly that of ", nearest,
                    ". Record that one"),
             *standing);
    } else {
      Record(StrCat("If the revision is gone for good: ", nearest,
                    " is nearest to what is there. "
                    "Settle the differences above, record that one"),
             *standing);
    }
  }

  // "Of revision b: relation "t" already exists (b.py:7)."
  std::string ObstacleText() const {
    const Diagnostic& obstacle = *status().obstacle;
    std::string place = obstacle.location.file.str();
    if (obstacle.location.line != 0) StrAppend(&place, ":", obstacle.location.line);
    return StrCat("The upgrade would fail in revision ", obstacle.revision, " (", place,
                  "): ", obstacle.message, ". ");
  }

  void AboutPending() {
    if (status().pending.empty()) return;
    const bool early = report_.summary.Of(FindingClass::kAhead) > 0;
    const Standing* standing = early ? Correction() : nullptr;
    if (standing != nullptr && standing->revisions.empty()) standing = nullptr;
    const bool unrecorded = status().claimed.empty();
    if (standing != nullptr && standing->exact) {
      Record(unrecorded
                 ? std::string("The schema is there, but not under the tool's control. Record "
                               "where it stands")
                 : StrCat("The database has what ", JoinList(standing->revisions),
                          " brings already, so that an upgrade would fail. Record where it stands"),
             *standing);
    } else if (standing != nullptr) {
      Record(StrCat(status().obstacle ? ObstacleText() : std::string(),
                    unrecorded ? "The schema is there, but not under the tool's control, and no "
                                 "revision matches it exactly. "
                               : "The database has a part of what is pending already. ",
                    "Settle the differences from ", JoinList(standing->revisions),
                    ", which is nearest, and record that one"),
             *standing);
    } else if (status().obstacle) {
      Add(ObstacleText() +
          "The database has a part of what is pending already: remove that part; or complete what "
          "its revision makes, and record that revision as applied.");
    } else if (HasErrorsIn(status().pending)) {
      Add("A pending revision would fail, or could not be understood (see above): mend it before "
          "it is applied.");
    } else if (const std::string command = UpgradeCommand(); !command.empty()) {
      Add(StrCat("Apply the pending ", status().pending.size() == 1 ? "revision:" : "revisions:"),
          command);
    } else {
      Add(StrCat("Apply the ", Count(status().pending.size(), "pending revision"), "."));
    }
  }

  bool HasErrorsIn(const std::vector<RevisionInfo>& revisions) const {
    return std::ranges::any_of(report_.diagnostics.list(), [&](const Diagnostic& diagnostic) {
      return diagnostic.level == DiagnosticLevel::kError &&
             std::ranges::any_of(revisions, [&](const RevisionInfo& revision) {
               return revision.id == diagnostic.revision;
             });
    });
  }

  // Whether the advice on the state says what to do about drift.
  bool DriftIsSpokenOf() const {
    if (!report_.status) return true;
    return status().state == HistoryState::kStampedNotApplied ||
           status().state == HistoryState::kUnknownRevision;
  }

  void AboutDifferences() {
    if (!DriftIsSpokenOf() && report_.summary.Of(FindingClass::kDrift) > 0) {
      const bool branches = status().heads.size() > 1;
      const std::string command =
          branches ? Fill(tool().new_revision_on, {status().heads.back()}) : tool().new_revision;
      Add(StrCat("Put the database back to what its migrations say; or, where the change is "
                 "wanted, record it in a new revision",
                 command.empty() ? "."
                 : branches      ? " (on the head that it belongs to):"
                                 : ":"),
          command);
    }
    if (report_.summary.Of(FindingClass::kUnmanaged) > 0 &&
        report_.FailsOn(FindingClass::kUnmanaged)) {
      Add("Objects that no migration makes can be left out with --exclude PATTERN, or reported "
          "without failing:",
          "schema-diff check ... --fail-on drift,ahead,pending,unknown");
    }
  }

  void AboutReading() {
    if (report_.diagnostics.Count(DiagnosticLevel::kError) == 0) return;
    Add("What was not understood is listed above with file and line; until then the objects that "
        "it touches are not compared. -vv lists every single case.");
  }

  const Report& report_;
  std::vector<NextStep> steps_;
};

}  // namespace

std::vector<NextStep> SuggestNextSteps(const Report& report) { return Adviser(report).Run(); }

}  // namespace schemadiff
