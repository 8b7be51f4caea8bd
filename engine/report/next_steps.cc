#include "engine/report/next_steps.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/report/text_layout.h"

namespace schemadiff {
namespace {

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

class Adviser {
 public:
  explicit Adviser(const Report& report) : report_(report) {}

  std::vector<NextStep> Run() {
    if (!report_.error.empty()) return {};
    const bool alembic = report_.status && report_.status->tool == "alembic";
    if (report_.status) {
      AboutBranches(alembic);
      AboutState(alembic);
    }
    AboutDifferences(alembic);
    AboutReading();
    return std::move(steps_);
  }

 private:
  void Add(std::string why, std::string command = {}) {
    steps_.push_back({std::move(why), std::move(command)});
  }
  const HistoryStatus& status() const { return *report_.status; }

  std::string UpgradeCommand() const {
    if (!status().target_is_heads) {
      return StrCat("alembic upgrade ", StrJoin(status().target, " ", AppendWord));
    }
    return status().heads.size() > 1 ? "alembic upgrade heads" : "alembic upgrade head";
  }

  void AboutBranches(bool alembic) {
    if (!alembic || status().heads.size() < 2) return;
    Add(StrCat("The migrations have ", status().heads.size(),
               " heads. If that is not meant, join "
               "them by a merge revision:"),
        StrCat("alembic merge -m \"merge heads\" ", StrJoin(status().heads, " ", AppendWord)));
  }

  // The one revision that the database matches best; empty where there is none, or several.
  const RevisionMatch* Best() const {
    return status().best.size() == 1 && !status().best[0].revisions.empty() ? &status().best[0]
                                                                            : nullptr;
  }

  void AboutState(bool alembic) {
    switch (status().state) {
      case HistoryState::kUpToDate:
      case HistoryState::kPastTarget:
        break;
      case HistoryState::kNotKnown:
      case HistoryState::kNotRecorded:
      case HistoryState::kBehind:
        AboutPending(alembic);
        break;
      case HistoryState::kUninitialised:
        AboutUninitialised(alembic);
        break;
      case HistoryState::kStampedNotApplied:
        if (alembic && Best() != nullptr) {
          Add(StrCat("The database was stamped further than it is. Record where it stands, then "
                     "apply the rest:"),
              StrCat("alembic stamp ", StrJoin(Best()->revisions, " ", AppendWord), " && ",
                     UpgradeCommand()));
        } else {
          Add("The database records revisions that were never applied: correct its bookkeeping "
              "table, then apply them.");
        }
        break;
      case HistoryState::kUnknownRevision:
        Add("The database was migrated from other files than these: find the tree that has the "
            "revision (another branch, a newer deployment) and check against that one.");
        break;
    }
  }

  void AboutPending(bool alembic) {
    if (status().pending.empty()) return;
    if (HasErrorsIn(status().pending)) {
      Add("A pending revision would fail, or could not be understood (see above): mend it before "
          "it is applied.");
      return;
    }
    if (alembic) {
      Add(StrCat("Apply the pending ", status().pending.size() == 1 ? "revision:" : "revisions:"),
          UpgradeCommand());
    } else {
      Add(StrCat("Apply the ", Count(status().pending.size(), "pending revision"), "."));
    }
  }

  void AboutUninitialised(bool alembic) {
    const bool something_there = report_.summary.Of(FindingClass::kAhead) > 0;
    if (!something_there) {
      AboutPending(alembic);
      return;
    }
    if (!alembic) return;
    if (Best() != nullptr) {
      Add(Best()->total() == 0
              ? "The schema is there, but not under the tool's control. Record where it stands:"
              : "The schema is there, but not under the tool's control, and no revision matches it "
                "exactly. Settle the differences above, then record where it stands:",
          StrCat("alembic stamp ", StrJoin(Best()->revisions, " ", AppendWord)));
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

  void AboutDifferences(bool alembic) {
    const bool stamped =
        report_.status && report_.status->state == HistoryState::kStampedNotApplied;
    if (report_.status && !stamped && report_.summary.Of(FindingClass::kDrift) > 0) {
      Add(StrCat(
              "Put the database back to what its migrations say; or, where the change is wanted, "
              "record it in a new revision",
              alembic ? ":" : "."),
          alembic ? "alembic revision -m \"record manual changes\"" : "");
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
