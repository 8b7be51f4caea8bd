// Snapshots: a catalog as JSON, complete and readable by later versions.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>

#include "engine/catalog/catalog.h"

namespace schemadiff {

/// The version of the snapshot format. It grows when a reader of the old version would
/// misread the new form; attributes that were added since read as their defaults.
inline constexpr int kSnapshotFormat = 1;

/// The catalog as JSON text: `format`, `tool_version`, `server_version`, `objects` sorted by
/// key (attributes with default values are left out), `unknown`, `unmodelled`. Provenance is
/// kept. Equal catalogs give equal bytes.
std::string WriteSnapshot(const Catalog& catalog, std::string_view tool_version);

/// Reads what WriteSnapshot wrote. The status names what is wrong: not JSON (truncated files
/// included), not a snapshot, a newer format, an unknown kind or attribute, a wrong shape.
absl::StatusOr<Catalog> ReadSnapshot(std::string_view text);

}  // namespace schemadiff
