// From a SOURCE to a catalog.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <vector>

#include "engine/introspect/introspect.h"
#include "engine/report/report.h"
#include "parsers/histories/history.h"
#include "tools/schema_diff/options.h"
#include "tools/schema_diff/progress.h"
#include "tools/schema_diff/source.h"

namespace schemadiff::cli {

/// One side of a comparison.
struct Side {
  Catalog catalog;
  SideIdentity identity;
  Diagnostics diagnostics;
  std::optional<History> history;  ///< of a history
  /// What of a history or of SQL could not be read in full, as in "revision 12", or a file.
  std::vector<std::string> unread;
  /// What was asked for of a database, and what a snapshot or SQL has; of a history, where its
  /// tool records what it applied, without a result.
  std::vector<BookkeepingRecord> bookkeeping;
};

/// What of a side could not be read, or was run and may have made anything.
std::vector<std::string> NotRead(const Side& side);

/// Reads a database.
absl::StatusOr<Side> LoadDatabase(const Source& source, const CommonOptions& options,
                                  const std::vector<BookkeepingQuery>& bookkeeping,
                                  Progress* progress);

/// Whether the source says by itself which version of PostgreSQL it is for (a database, a
/// snapshot).
bool KnowsServerVersion(const Source& source);

/// Reads any source. A replay follows `server_version` (server_version_num form), and a history is
/// replayed up to --at, or to its heads. `other`: a catalog that was read from a server, whose
/// settings sessions begin with.
absl::StatusOr<Side> LoadSource(const Source& source, const CommonOptions& options,
                                int server_version, Progress* progress,
                                const Catalog* other = nullptr);

/// An error where --at is given and none of the sources is a history.
absl::Status CheckRevisionOption(const CommonOptions& options,
                                 const std::vector<const Source*>& sources);

/// The version that a replay follows where nothing else decides.
int ReplayVersion(const CommonOptions& options);

/// What the tools that are known record, unless a project says otherwise.
std::vector<BookkeepingQuery> UsualRecords();

/// What a history's tool records, to be read along with a database.
std::vector<BookkeepingQuery> BookkeepingOf(const History& history);

/// Who and what a history is, without its catalog.
SideIdentity HistoryIdentity(const History& history, const Source& source);

}  // namespace schemadiff::cli
