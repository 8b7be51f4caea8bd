// Where in its history a database stands, by what is in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/report/report.h"
#include "parsers/histories/history.h"
#include "tools/schema_diff/filter.h"
#include "tools/schema_diff/progress.h"

namespace schemadiff::cli {

/// The revisions among these that no other one of them builds on, in their order.
std::vector<std::string> LastOf(const std::vector<const Revision*>& revisions);

/// Looks for the revisions whose schema a database resembles most: each prefix of the way to each
/// head, all heads together, and whatever combination of branches something is there of.
class PositionFinder {
 public:
  /// Everything is used later, and kept by reference. `user` as for HistoryReplay.
  PositionFinder(const History& history, const Catalog& actual, std::string user, Filter* filter,
                 Progress* progress)
      : history_(history),
        actual_(actual),
        user_(std::move(user)),
        filter_(filter),
        progress_(progress) {}

  /// The nearest, in history order: several where they cannot be told apart.
  std::vector<RevisionMatch> Best();

 private:
  Catalog Replayed(const std::vector<std::string>& ids);
  /// The last revisions of which an object is there; `at_heads` is the catalog at all heads.
  std::vector<std::string> LastWithEffect(const Catalog& at_heads) const;

  const History& history_;
  const Catalog& actual_;
  std::string user_;
  Filter* filter_;
  Progress* progress_;
};

/// Of the revisions that a database claims, those of which nothing is there, if none that builds on
/// them has left anything either: then the database was stamped. Elsewhere it is drift of
/// single objects. `at_claim` is the catalog after all of `applied`.
std::vector<std::string> StampedInVain(const History& history,
                                       const std::vector<const Revision*>& applied,
                                       const Catalog& at_claim, const Catalog& actual,
                                       const Filter& filter);

/// The first statement of the pending revisions that fails on the database because of what it has
/// or lacks already. `replayed` are the diagnostics of the same revisions after those before them:
/// what fails there too is not the database's doing.
std::optional<Diagnostic> FindObstacle(const std::vector<const Revision*>& pending,
                                       const Catalog& actual, const std::string& user,
                                       const Diagnostics& replayed, Progress* progress);

/// Which position the tool's record should name, by the best match; nullopt where there is none.
std::optional<Standing> FindStanding(const History& history, const HistoryStatus& status,
                                     const Diagnostics& diagnostics);

}  // namespace schemadiff::cli
