// Replaying a history, revision by revision.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/strings.h"
#include "engine/catalog/catalog.h"
#include "engine/report/report.h"
#include "parsers/histories/history.h"
#include "tools/schema_diff/filter.h"
#include "tools/schema_diff/progress.h"

namespace schemadiff::cli {

/// Executes revisions on a catalog, each as the session that its tool would run it in.
class HistoryReplay {
 public:
  /// `user` is whom "$user" in search_path stands for. Nothing is kept of `catalog`.
  HistoryReplay(Catalog catalog, std::string user, Progress* progress)
      : catalog_(std::move(catalog)), user_(std::move(user)), progress_(progress) {}

  void Apply(const Revision& revision);
  /// Applies them in order; `after` is called after each one.
  void ApplyAll(const std::vector<const Revision*>& revisions,
                const std::function<void(const Revision&)>& after = {});

  /// As those of Catalog.
  void TrackChanges() { catalog_.TrackChanges(); }
  std::vector<ObjectKey> TakeChanges() { return catalog_.TakeChanges(); }

  const Catalog& catalog() const { return catalog_; }
  const Diagnostics& diagnostics() const { return diagnostics_; }
  Catalog TakeCatalog() { return std::move(catalog_); }

 private:
  Catalog catalog_;
  std::string user_;
  Progress* progress_;
  Diagnostics diagnostics_;
};

/// The plain facts of a revision; its effects are not known yet. `heads` are the history's.
RevisionInfo DescribeRevision(const StringSet& heads, const Revision& revision);
StringSet HeadsOf(const History& history);

/// What changed between two catalogs, as the effects of a revision; `changed` are the keys of all
/// objects that are not the same in both.
std::vector<Effect> EffectsBetween(const Catalog& before, const Catalog& after,
                                   const std::vector<ObjectKey>& changed, Filter* filter);

/// The revisions that names on the command line stand for: ids, unambiguous beginnings of ids, or
/// "head", "heads", "base" where no revision is called so. The status names near misses.
absl::StatusOr<std::vector<std::string>> ResolveRevisions(const History& history,
                                                          const std::vector<std::string>& names);

}  // namespace schemadiff::cli
