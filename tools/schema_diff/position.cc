#include "tools/schema_diff/position.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/replay.h"
#include "rules/classify.h"
#include "rules/locate.h"
#include "tools/schema_diff/history_replay.h"

namespace schemadiff::cli {
namespace {

using Ids = std::vector<std::string>;

// The revisions that made what a catalog holds.
StringSet MakersOf(const Catalog& catalog, const Catalog* also_in) {
  StringSet makers;
  for (ObjectId id = 0; id < catalog.end_id(); ++id) {
    if (!catalog.IsLive(id)) continue;
    const Object& object = catalog.Get(id);
    const std::string& revision = catalog.GetOrigin(object.origin).revision.str();
    if (revision.empty() || makers.contains(revision)) continue;
    if (also_in == nullptr || also_in->Find(object.key) != nullptr) makers.insert(revision);
  }
  return makers;
}

bool IsAmong(const Ids& ids, const std::string& id) {
  return std::ranges::find(ids, id) != ids.end();
}

// Whether one is on the way to the other.
bool AreInLine(const History& history, const std::string& one, const std::string& other) {
  const auto leads = [&](const std::string& from, const std::string& to) {
    const std::vector<const Revision*> way = history.UpTo({to});
    return std::ranges::find(way, from, &Revision::id) != way.end();
  };
  return leads(one, other) || leads(other, one);
}

}  // namespace

Ids LastOf(const std::vector<const Revision*>& revisions) {
  StringSet parents;
  for (const Revision* revision : revisions) {
    parents.insert(revision->parents.begin(), revision->parents.end());
  }
  Ids last;
  for (const Revision* revision : revisions) {
    if (!parents.contains(revision->id)) last.push_back(revision->id);
  }
  return last;
}

Catalog PositionFinder::Replayed(const Ids& ids) {
  HistoryReplay replay(InitialCatalogFor(actual_), user_, progress_);
  replay.ApplyAll(history_.UpTo(ids));
  return replay.TakeCatalog();
}

Ids PositionFinder::LastWithEffect(const Catalog& at_heads) const {
  const StringSet makers = MakersOf(at_heads, &actual_);
  return LastOf(history_.UpTo(Ids(makers.begin(), makers.end())));
}

std::vector<RevisionMatch> PositionFinder::Best() {
  Locator locator(actual_, filter_->ForDiff());
  std::map<std::string, Ids> positions;  // label -> revisions
  // Nothing is changed in what was seen last where `changed` is given.
  const auto observe = [&](const Ids& ids, const Catalog& catalog,
                           const std::vector<ObjectKey>* changed = nullptr) {
    const std::string label = StrJoin(ids, "\n");
    if (!positions.emplace(label, ids).second) return false;
    if (changed != nullptr) {
      filter_->Learn(catalog, *changed);
    } else {
      filter_->Learn(catalog);
    }
    locator.Observe(label, catalog, changed);
    return true;
  };
  const Catalog initial = InitialCatalogFor(actual_);
  observe({}, initial);
  const Ids heads = history_.Heads();
  Catalog at_heads;
  for (const std::string& head : heads) {
    HistoryReplay replay(initial, user_, progress_);
    replay.TrackChanges();
    bool observed = false;  // the revision before
    std::vector<const Revision*> applied;
    replay.ApplyAll(history_.UpTo({head}), [&](const Revision& revision) {
      applied.push_back(&revision);
      const std::vector<ObjectKey> changed = replay.TakeChanges();
      observed = observe(LastOf(applied), replay.catalog(), observed ? &changed : nullptr);
    });
    if (heads.size() == 1) at_heads = replay.TakeCatalog();
  }
  if (heads.size() > 1) {
    at_heads = Replayed(heads);
    observe(heads, at_heads);
  }
  const Ids present = LastWithEffect(at_heads);
  if (!positions.contains(StrJoin(present, "\n"))) observe(present, Replayed(present));
  std::vector<RevisionMatch> best;
  for (const RevisionDistance& distance : locator.Best()) {
    best.push_back(
        {positions[distance.revision], distance.missing, distance.unexpected, distance.changed});
  }
  return best;
}

Ids StampedInVain(const History& history, const std::vector<const Revision*>& applied,
                  const Catalog& at_claim, const Catalog& actual, const Filter& filter) {
  const Ids without = RevisionsWithoutEffect(at_claim, actual, filter.ForDiff());
  if (without.empty()) return {};
  // What leads to a revision that left something was applied, whatever became of it.
  Ids effective;
  for (const std::string& maker : MakersOf(at_claim, nullptr)) {
    if (!IsAmong(without, maker)) effective.push_back(maker);
  }
  const std::vector<const Revision*> led = history.UpTo(effective);
  Ids in_vain;
  for (const Revision* revision : applied) {
    if (IsAmong(without, revision->id) && std::ranges::find(led, revision) == led.end()) {
      in_vain.push_back(revision->id);
    }
  }
  return in_vain;
}

std::optional<Diagnostic> FindObstacle(const std::vector<const Revision*>& pending,
                                       const Catalog& actual, const std::string& user,
                                       const Diagnostics& replayed, Progress* progress) {
  // Something of that name exists, or does not: schema, relation, column, object, function.
  constexpr std::array<std::string_view, 9> kByName = {"42P06", "42P07", "42701", "42710", "42723",
                                                       "42P01", "42703", "42704", "42883"};
  std::set<std::pair<std::string, std::string>> anyway;
  for (const Diagnostic& diagnostic : replayed.list()) {
    anyway.emplace(diagnostic.location.ToString(), diagnostic.sqlstate);
  }
  HistoryReplay replay(actual, user, progress);
  replay.ApplyAll(pending);
  for (const Diagnostic& diagnostic : replay.diagnostics().list()) {
    if (diagnostic.level != DiagnosticLevel::kError ||
        std::ranges::find(kByName, diagnostic.sqlstate) == kByName.end() ||
        anyway.contains({diagnostic.location.ToString(), diagnostic.sqlstate})) {
      continue;
    }
    return diagnostic;
  }
  return std::nullopt;
}

std::optional<Standing> FindStanding(const History& history, const HistoryStatus& status,
                                     const Diagnostics& diagnostics) {
  if (status.best.empty()) return std::nullopt;
  // The newest, where what follows the others made no difference; unless what is claimed is as
  // near.
  const RevisionMatch* match = &status.best.back();
  for (const RevisionMatch& other : status.best) {
    if (other.revisions == status.claimed) match = &other;
  }
  Standing standing;
  standing.revisions = match->revisions;
  standing.exact = match->total() == 0;
  standing.anew = !status.unknown_claims.empty() || status.claimed.size() > 1 ||
                  standing.revisions.size() > 1 ||
                  (!status.claimed.empty() && !standing.revisions.empty() &&
                   !AreInLine(history, status.claimed.front(), standing.revisions.front()));
  const std::vector<const Revision*> there = history.UpTo(standing.revisions);
  for (const Revision* revision : history.UpTo(status.target)) {
    if (std::ranges::find(there, revision) != there.end()) continue;
    ++standing.rest;
    const bool fails = std::ranges::any_of(diagnostics.list(), [&](const Diagnostic& diagnostic) {
      return diagnostic.revision == revision->id && diagnostic.level == DiagnosticLevel::kError &&
             diagnostic.code != kMadeByNoMigration;
    });
    if (fails) standing.failing.push_back(revision->id);
  }
  return standing;
}

}  // namespace schemadiff::cli
