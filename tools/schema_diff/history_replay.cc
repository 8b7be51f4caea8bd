#include "tools/schema_diff/history_replay.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/replay/replay.h"
#include "parsers/sql/parser.h"
#include "tools/schema_diff/command_line.h"

namespace schemadiff::cli {

void HistoryReplay::Apply(const Revision& revision) {
  Replayer replayer(catalog_, diagnostics_, {.user = user_, .applied = true});
  const std::string reason =
      StrCat("revision ", revision.id, " was not read in full, and may change it");
  const auto is_among = [](const std::vector<size_t>& indices, size_t index) {
    return std::ranges::find(indices, index) != indices.end();
  };
  auto doubtful = revision.doubtful.begin();
  const auto doubt_until = [&](size_t index) {
    for (; doubtful != revision.doubtful.end() && doubtful->after <= index; ++doubtful) {
      replayer.Doubt(doubtful->sql, reason);
    }
  };
  for (size_t i = 0; i < revision.up.size(); ++i) {
    doubt_until(i);
    if (is_among(revision.new_sessions, i)) replayer.EndSession();
    if (is_among(revision.uncertain, i)) {
      replayer.ExecutePerhaps(revision.up[i], revision.id);
    } else {
      replayer.Execute(revision.up[i], revision.id);
    }
  }
  doubt_until(revision.up.size());
  if (revision.commits_at_end) replayer.Commit();
  replayer.EndSession();
  if (!revision.doubt.empty()) replayer.DoubtAll(revision.doubt);
}

void HistoryReplay::ApplyAll(const std::vector<const Revision*>& revisions,
                             const std::function<void(const Revision&)>& after) {
  int done = 0;
  for (const Revision* revision : revisions) {
    progress_->Step("replaying migrations", done++, static_cast<int>(revisions.size()));
    Apply(*revision);
    if (after) after(*revision);
  }
}

RevisionInfo DescribeRevision(const StringSet& heads, const Revision& revision) {
  RevisionInfo info;
  info.id = revision.id;
  info.message = revision.message;
  info.date = revision.date;
  info.location = revision.location;
  info.parents = revision.parents;
  info.depends_on = revision.depends_on;
  info.has_down = revision.has_down;
  info.transactional = revision.transactional;
  info.unread = revision.unread;
  info.is_root = revision.parents.empty();
  info.is_head = heads.contains(revision.id);
  return info;
}

StringSet HeadsOf(const History& history) {
  const std::vector<std::string> heads = history.Heads();
  return {heads.begin(), heads.end()};
}

std::vector<Effect> EffectsBetween(const Catalog& before, const Catalog& after,
                                   const std::vector<ObjectKey>& changed, Filter* filter) {
  filter->Learn(before, changed);
  filter->Learn(after, changed);
  DiffOptions options = filter->ForDiff();
  options.only = &changed;
  std::vector<Effect> effects;
  for (Difference& difference : Diff(after, before, options)) {
    Effect effect;
    if (difference.change == Change::kMissing) {
      effect.parts = ListParts(after, difference.parts);
    } else if (difference.change == Change::kUnexpected) {
      effect.parts = ListParts(before, difference.parts);
    }
    effect.difference = std::move(difference);
    effects.push_back(std::move(effect));
  }
  return effects;
}

absl::StatusOr<std::vector<std::string>> ResolveRevisions(const History& history,
                                                          const std::vector<std::string>& names) {
  std::vector<std::string> ids;
  std::vector<std::string> all;
  for (const Revision& revision : history.revisions) all.push_back(revision.id);
  for (const std::string& name : names) {
    if (history.Find(name) != nullptr) {
      ids.push_back(name);
      continue;
    }
    if (name == "head" || name == "heads") {
      const std::vector<std::string> heads = history.Heads();
      if (name == "head" && heads.size() > 1) {
        return absl::InvalidArgumentError(
            ToAbsl(StrCat("--at head is ambiguous: the heads are ", StrJoin(heads, ", "),
                          "; name one of them, or say heads")));
      }
      ids.insert(ids.end(), heads.begin(), heads.end());
      continue;
    }
    if (name == "base") continue;
    std::vector<std::string> matches;
    for (const std::string& id : all) {
      if (!name.empty() && id.starts_with(name)) matches.push_back(id);
    }
    if (matches.size() == 1) {
      ids.push_back(matches[0]);
    } else if (matches.size() > 1) {
      return absl::InvalidArgumentError(
          ToAbsl(StrCat("revision \"", name, "\" is ambiguous: ", StrJoin(matches, ", "))));
    } else {
      const std::string nearest = Nearest(name, all);
      return absl::NotFoundError(
          ToAbsl(StrCat("the migrations have no revision \"", name, "\"",
                        nearest.empty() ? "" : StrCat("; did you mean ", nearest, "?"))));
    }
  }
  return ids;
}

}  // namespace schemadiff::cli
