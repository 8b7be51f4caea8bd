// The graph of a history, oldest revision first.
#include <algorithm>
#include <map>
#include <set>

#include "engine/base/strings.h"
#include "engine/report/text_writer.h"

namespace schemadiff {
namespace {

// Puts revisions into an order in which each follows its parents, and lines of descent stay
// together as far as they can.
std::vector<const RevisionInfo*> DisplayOrder(const std::vector<RevisionInfo>& revisions) {
  std::map<std::string_view, std::vector<const RevisionInfo*>> children;
  std::map<std::string_view, size_t> waiting;
  std::set<std::string_view> known;
  for (const RevisionInfo& revision : revisions) known.insert(revision.id);
  for (const RevisionInfo& revision : revisions) {
    for (const std::string& parent : revision.parents) {
      if (!known.contains(parent)) continue;
      children[parent].push_back(&revision);
      ++waiting[revision.id];
    }
  }
  std::vector<const RevisionInfo*> order;
  std::set<std::string_view> done;
  // Depth first, from each root in turn; what waits for another parent comes when that is done.
  std::vector<const RevisionInfo*> stack;
  const auto run = [&](const RevisionInfo* start) {
    stack.push_back(start);
    while (!stack.empty()) {
      const RevisionInfo* revision = stack.back();
      stack.pop_back();
      if (!done.insert(revision->id).second) continue;
      order.push_back(revision);
      const auto& next = children[revision->id];
      for (auto child = next.rbegin(); child != next.rend(); ++child) {
        if (--waiting[(*child)->id] == 0) stack.push_back(*child);
      }
    }
  };
  for (const RevisionInfo& revision : revisions) {
    if (waiting[revision.id] == 0) run(&revision);
  }
  // Members of a cycle, which the history reports.
  for (const RevisionInfo& revision : revisions) run(&revision);
  return order;
}

class GraphWriter {
 public:
  GraphWriter(const std::vector<RevisionInfo>& revisions, TextWriter* out)
      : order_(DisplayOrder(revisions)), out_(out) {
    for (const RevisionInfo& revision : revisions) {
      for (const std::string& parent : revision.parents) ++open_[parent];
      some_have_down_ = some_have_down_ || revision.has_down;
      some_transactional_ = some_transactional_ || revision.transactional;
    }
  }

  void Write() {
    for (const RevisionInfo* revision : order_) {
      const size_t lane = Place(*revision);
      WriteRevision(*revision, lane);
      if (open_[revision->id] == 0) {
        lanes_.erase(lanes_.begin() + static_cast<ptrdiff_t>(lane));
      }
      if (revision != order_.back()) out_->Line(Margin());
    }
  }

 private:
  // Draws what leads to the revision, and gives the lane that it stands in.
  size_t Place(const RevisionInfo& revision) {
    size_t lane = lanes_.size();
    for (const std::string& parent : revision.parents) {
      const auto found = std::ranges::find(lanes_, parent);
      if (found == lanes_.end()) continue;  // a parent that is not there; reported
      const auto at = static_cast<size_t>(found - lanes_.begin());
      const bool last_child = --open_[parent] == 0;
      if (lane == lanes_.size()) {
        if (last_child) {
          lane = at;  // takes over its parent's lane
        } else {
          lane = at + 1;
          lanes_.insert(lanes_.begin() + static_cast<ptrdiff_t>(lane), revision.id);
          Connect(at, lane, '.');
        }
      } else if (last_child) {
        Connect(std::min(at, lane), std::max(at, lane), '\'');
        lanes_.erase(found);
        if (at < lane) --lane;
      }
    }
    if (lane == lanes_.size()) {
      lanes_.push_back(revision.id);
    } else {
      lanes_[lane] = revision.id;
    }
    return lane;
  }

  // "|-." begins a lane beside another, "|-'" ends one.
  void Connect(size_t from, size_t to, char end) {
    std::string line = "  ";
    for (size_t i = 0; i < lanes_.size(); ++i) {
      const bool within = i >= from && i < to;
      line += i == to ? end : '|';
      line += within ? '-' : ' ';
    }
    out_->Line(out_->Paint(Tone::kFaint, line));
  }

  std::string Margin() const {
    std::string line = "  ";
    for (size_t i = 0; i < lanes_.size(); ++i) line += "| ";
    return out_->Paint(Tone::kFaint, line);
  }

  void WriteRevision(const RevisionInfo& revision, size_t lane) {
    std::string line = "  ";
    for (size_t i = 0; i < lanes_.size(); ++i) {
      if (i != lane) {
        line += out_->Paint(Tone::kFaint, "| ");
      } else {
        line +=
            revision.is_claimed ? out_->Paint(Tone::kGood, "@ ") : out_->Paint(Tone::kStrong, "o ");
      }
    }
    line += out_->Paint(Tone::kStrong, Safe(revision.id));
    if (!revision.date.empty()) StrAppend(&line, "  ", Safe(revision.date).substr(0, 10));
    if (!revision.message.empty()) StrAppend(&line, "  ", Safe(revision.message));
    if (const std::string marks = Marks(revision); !marks.empty()) {
      StrAppend(&line, "  ", out_->Paint(Tone::kWarning, StrCat("(", marks, ")")));
    }
    out_->Line(line);
    // What follows stands beside the lanes that go on.
    TextOptions options;
    const size_t margin_width = 2 + 2 * lanes_.size();
    options.width = out_->width() - margin_width;
    options.verbosity = out_->verbosity();
    options.colour = out_->colour();
    TextWriter details(options);
    WriteDetails(revision, &details);
    const bool ends = open_[revision.id] == 0;
    std::string margin = "  ";
    for (size_t i = 0; i < lanes_.size(); ++i) margin += i == lane && ends ? "  " : "| ";
    const std::string text = details.Take();
    const std::string_view lines = std::string_view(text).substr(0, text.size() - 1);
    for (const std::string_view detail : StrSplit(lines, '\n')) {
      out_->Line(StrCat(out_->Paint(Tone::kFaint, margin), detail));
    }
  }

  static std::string Marks(const RevisionInfo& revision) {
    std::vector<std::string> marks;
    if (revision.is_root) marks.push_back("root");
    if (revision.is_head) marks.push_back("head");
    if (revision.is_claimed) marks.push_back("the database is here");
    if (revision.is_pending) marks.push_back("pending");
    if (revision.refused > 0) marks.push_back("would fail");
    return StrJoin(marks, ", ");
  }

  void WriteDetails(const RevisionInfo& revision, TextWriter* out) const {
    out->Line(StrCat("  ", out->Paint(Tone::kFaint, PlaceText(revision.location))));
    const auto ids = [](const std::vector<std::string>& list) {
      return StrJoin(list, ", ",
                     [](std::string* text, const std::string& id) { *text += Safe(id); });
    };
    if (revision.parents.size() > 1) out->Line(StrCat("  joins ", ids(revision.parents)));
    if (!revision.depends_on.empty()) {
      out->Line(StrCat("  depends on ", ids(revision.depends_on)));
    }
    WriteEffects(revision, 2, out);
    for (const std::string& reason : revision.unread) {
      out->Wrapped("  ! ", 4, StrCat("not read: ", Safe(reason)), Tone::kWarning);
    }
    if (revision.refused > 0) {
      out->Wrapped("  ! ", 4,
                   StrCat("PostgreSQL would refuse ", Count(revision.refused, "statement"),
                          " of it; see below"),
                   Tone::kWarning);
    }
    // Worth a word only where other revisions are different.
    std::vector<std::string> remarks;
    if (!revision.has_down && some_have_down_) remarks.emplace_back("no downgrade");
    if (!revision.transactional && some_transactional_) {
      remarks.emplace_back("not in a transaction");
    }
    if (!remarks.empty()) out->Line(StrCat("  ", out->Paint(Tone::kFaint, JoinList(remarks))));
  }

  std::vector<const RevisionInfo*> order_;
  TextWriter* out_;
  bool some_have_down_ = false;
  bool some_transactional_ = false;
  std::map<std::string, size_t> open_;  // children that are still to come
  std::vector<std::string> lanes_;      // the revision whose children continue each lane
};

}  // namespace

void WriteEffects(const RevisionInfo& revision, size_t indent, TextWriter* out) {
  const std::string margin(indent, ' ');
  if (revision.effects_known && revision.effects.empty() && revision.unread.empty() &&
      revision.refused == 0) {
    out->Line(StrCat(margin, out->Paint(Tone::kFaint, "changes no schema")));
  }
  for (const Effect& effect : revision.effects) {
    const Difference& difference = effect.difference;
    const std::string object = ObjectText(difference.key);
    switch (difference.change) {
      case Change::kMissing:
        out->Line(StrCat(margin, out->Paint(Tone::kAdded, "+ "), object));
        WritePartNames(effect.parts, indent + 4, out);
        break;
      case Change::kUnexpected: {
        const std::string parts = PartsText(effect.parts);
        out->Line(StrCat(margin, out->Paint(Tone::kRemoved, "- "), object,
                         parts.empty() ? "" : StrCat(", with ", parts)));
        break;
      }
      case Change::kChanged:
        out->Line(StrCat(margin, out->Paint(Tone::kWarning, "~ "), object));
        WriteDifferences(difference.attributes, indent + 4, "after", "before", out);
        break;
    }
  }
}

std::string RenderHistoryText(const Report& report, const TextOptions& options) {
  TextWriter out(options);
  if (report.verdict == Verdict::kNotChecked) return RenderText(report, options);
  const HistoryStatus& status = *report.status;
  std::string title = StrCat("HISTORY: ", Count(status.revision_count, "revision"));
  StrAppend(&title, ", ", Count(status.roots.size(), "root"), ", ",
            Count(status.heads.size(), "head"));
  if (!status.pending.empty() && status.database_known) {
    StrAppend(&title, ", ", status.pending.size(), " pending");
  }
  if (const size_t errors = report.diagnostics.Count(DiagnosticLevel::kError); errors > 0) {
    StrAppend(&title, ", ", Count(errors, "error"));
    const auto failing = static_cast<size_t>(std::ranges::count_if(
        report.revisions, [](const RevisionInfo& r) { return r.refused > 0; }));
    if (failing > 0) {
      StrAppend(&title, ", ", Count(failing, "revision"), " would fail");
    }
  }
  out.Wrapped("", 0, title, Tone::kStrong);
  out.Line();
  if (report.expected) {
    out.Wrapped("  ", 2, StrCat(Safe(report.expected->name), " (", Safe(status.tool), ")"));
  }
  for (const std::string& sentence : BranchSentences(status)) {
    out.Wrapped("  ", 2, sentence, Tone::kWarning);
  }
  if (const std::string sentence = StatusSentence(status); !sentence.empty()) {
    out.Wrapped("  ", 2, StrCat("the database is ", sentence), Tone::kStrong);
  }
  out.Line();
  GraphWriter(report.revisions, &out).Write();
  WriteDiagnostics(report.diagnostics, &out);
  return out.Take();
}

}  // namespace schemadiff
