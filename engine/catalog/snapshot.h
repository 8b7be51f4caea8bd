// Snapshots: a catalog as JSON, complete and readable by later versions.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/bookkeeping.h"
#include "engine/catalog/catalog.h"

namespace schemadiff {

/// The version of the snapshot format. It grows when a reader of the old version would
/// misread the new form; attributes that were added since read as their defaults.
inline constexpr int kSnapshotFormat = 1;

/// A catalog with where it came from.
struct Snapshot {
  Catalog catalog;
  /// What kind of source it was ("database", "history", "sql"); empty where a file does not say.
  std::string source;
  /// What of the source could not be read, and may have made more: "revision 12", a file's name.
  std::vector<std::string> unread;
  /// What migration tools recorded in the database, and of a history, where its tool records it
  /// (without a result).
  std::vector<BookkeepingRecord> bookkeeping;
};

/// The snapshot as JSON text: `format`, `tool_version`, `source`, `unread`, `bookkeeping`,
/// `search_path` and `time_zone` (what sessions of the database begin with), `extensions` (those
/// that the tool does not know by itself, with the fields of KnownExtension: a replay against the
/// snapshot knows them as one against the database does), `server_version`, `objects` sorted by key
/// (attributes with default values are left out), `unknown`, `unmodelled`. Provenance is kept.
/// Equal snapshots give equal bytes.
std::string WriteSnapshot(const Snapshot& snapshot, std::string_view tool_version);

/// Reads what WriteSnapshot wrote. The status names what is wrong: not JSON (truncated files
/// included), not a snapshot, a newer format, an unknown kind or attribute, a wrong shape.
absl::StatusOr<Snapshot> ReadSnapshot(std::string_view text);

}  // namespace schemadiff
